import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { looksLikeTar } from '../codec/tar.ts';
import type { Files, Inflate } from '../ports/index.ts';
import { openArchive } from './archive.ts';
import type { InflateLimits } from './decompress.ts';
import { recogniseArchive } from './open-archive-image.ts';

export type PathKind = 'docker-archive' | 'oci-archive' | 'oci' | 'dir' | 'dockerfile' | 'unknown';

/** What can be told of a path without unpacking: `archive` is a tar, or something compressed that may be one. */
export type QuickPathKind = Exclude<PathKind, 'docker-archive' | 'oci-archive'> | 'archive';

export interface RecognisePorts {
  readonly files: Files;
  readonly inflate: Inflate;
}

/**
 * What an existing path holds, by its content. A compressed archive is unpacked to be sure: to tell Dockerfiles from
 * images, recogniseQuickly is enough. Throws `not-found`, and what opening the archive throws.
 */
export async function recognise(path: string, ports: RecognisePorts, limits?: InflateLimits): Promise<PathKind> {
  const kind = await recogniseQuickly(path, ports.files);
  if (kind !== 'archive') return kind;
  const archive = await openArchive(await ports.files.open(path), path, ports, limits);
  try {
    return recogniseArchive(archive);
  } finally {
    await archive.close();
  }
}

/** The same from names and first bytes alone. Throws `not-found` where nothing can be opened. */
export async function recogniseQuickly(path: string, files: Files): Promise<QuickPathKind> {
  const found = await files.status(path);
  if (found?.kind === 'directory') return recogniseFolder(path, files);
  const file = await files.open(path);
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const count = await file.read(0, head);
    return recogniseHead(head.subarray(0, count), path);
  } finally {
    await file.close();
  }
}

const HEAD_BYTES = 8192;

async function recogniseFolder(path: string, files: Files): Promise<QuickPathKind> {
  const has = async (name: string, kind: 'file' | 'directory') => (await files.status(files.join(path, name)))?.kind === kind;
  if (await has('oci-layout', 'file')) return 'oci';
  if ((await has('index.json', 'file')) && (await has('blobs', 'directory'))) return 'oci';
  if ((await has('Dockerfile', 'file')) || (await has('Containerfile', 'file'))) return 'dockerfile';
  const isRoot = (await has('usr', 'directory')) || (await has('bin', 'directory'));
  return isRoot || ((await has('etc', 'directory')) && !(await has('.git', 'directory'))) ? 'dir' : 'unknown';
}

function recogniseHead(head: Uint8Array, path: string): QuickPathKind {
  const packing = sniffPacking(head.subarray(0, MAGIC_LENGTH));
  if (packing === 'gzip' || packing === 'zstd' || looksLikeTar(head)) return 'archive';
  return packing === 'none' && looksLikeDockerfile(head, path) ? 'dockerfile' : 'unknown';
}

/** By its name, or by its first instruction, which can only be one of two (Dockerfile reference, "Format"). */
function looksLikeDockerfile(head: Uint8Array, path: string): boolean {
  if (head.includes(0)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(Dockerfile|Containerfile)(\.[^/]*)?$|\.(dockerfile|containerfile)$/i.test(name)) return true;
  const lines = new TextDecoder().decode(head).split(/\r?\n/);
  const first = lines.find((line) => !/^\s*(#|$)/.test(line));
  return first !== undefined && /^\s*(from\s+\S|arg\s+[A-Za-z_])/i.test(first);
}

import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { looksLikeTar } from '../codec/tar.ts';
import type { Files } from '../ports/index.ts';

/** `archive` is a tar, or something compressed that may be one. */
export type PathKind = 'archive' | 'oci' | 'dir' | 'dockerfile' | 'unknown';

/** What an existing path holds, as names and first bytes tell: nothing is unpacked. Throws `not-found` where nothing can be opened. */
export async function recogniseQuickly(path: string, files: Files): Promise<PathKind> {
  const found = await files.status(path);
  if (found?.kind === 'directory') return recogniseFolder(path, files);
  if (found?.kind === 'socket') return 'unknown';
  // A pipe, such as bash's <(docker save …), can be read but once: a look at it would use it up.
  if (found?.kind === 'other') return 'archive';
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

async function recogniseFolder(path: string, files: Files): Promise<PathKind> {
  const has = async (name: string, kind: 'file' | 'directory') => (await files.status(files.join(path, name)))?.kind === kind;
  if (await has('oci-layout', 'file')) return 'oci';
  if ((await has('index.json', 'file')) && (await has('blobs', 'directory'))) return 'oci';
  // What skopeo calls dir: is told apart by the source, in words.
  if ((await has('manifest.json', 'file')) && (await has('version', 'file'))) return 'dir';
  if ((await has('Dockerfile', 'file')) || (await has('Containerfile', 'file'))) return 'dockerfile';
  const isRoot = (await has('usr', 'directory')) || (await has('bin', 'directory'));
  return isRoot || ((await has('etc', 'directory')) && !(await has('.git', 'directory'))) ? 'dir' : 'unknown';
}

function recogniseHead(head: Uint8Array, path: string): PathKind {
  const packing = sniffPacking(head.subarray(0, MAGIC_LENGTH));
  if (packing === 'gzip' || packing === 'zstd' || looksLikeTar(head)) return 'archive';
  return packing === 'none' && looksLikeDockerfile(head, path) ? 'dockerfile' : 'unknown';
}

/** `FROM image [AS name]` or `ARG name`; Python's `from x import y` is none. */
const FIRST_INSTRUCTION = /^\s*(from(\s+--\S+)*\s+[^\s-]\S*(\s+as\s+\S+)?\s*\\?$|from(\s+--\S+)*\s*\\$|arg\s+[A-Za-z_])/i;

/** By its name, or by its first instruction, which can only be one of two (Dockerfile reference, "Format"). */
function looksLikeDockerfile(head: Uint8Array, path: string): boolean {
  if (head.includes(0)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(Dockerfile|Containerfile)(\.[^/]*)?$|\.(dockerfile|containerfile)$/i.test(name)) return true;
  const lines = new TextDecoder().decode(head).split(/\r?\n/);
  const first = lines.find((line) => !/^\s*(#|$)/.test(line));
  return first !== undefined && FIRST_INSTRUCTION.test(first);
}

import { parseDiffId, parseDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { HistoryEntry } from '../model/manifest.ts';
import type { Hash } from '../ports/index.ts';
import { type KeyKind, type KnownImage, type KnownImages, keysOf } from './known-image.ts';

/** The bundled images with known digests (tools/build-index.mjs writes the file). Read only when an image is traced. */
export function readBundledImages(
  bytes: Uint8Array,
  hash: Hash,
): KnownImages & { readonly count: number; readonly all: readonly KnownImage[] } {
  const lines = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');
  const head = JSON.parse(lines[0] ?? '{}') as { format?: number };
  if (head.format !== 1)
    throw new FromageError('malformed', 'The bundled index of known images has an unknown format.', { hint: 'Install fromage again.' });
  const all = lines.slice(1).map((line) => readLine(JSON.parse(line) as Line));
  const byKey = new Map<string, KnownImage[]>();
  for (const image of all) {
    for (const [kind, key] of keysOf(image, hash)) {
      const found = byKey.get(`${kind} ${key}`);
      if (found === undefined) byKey.set(`${kind} ${key}`, [image]);
      else found.push(image);
    }
  }
  return { count: all.length, all, find: async (kind: KeyKind, key: string) => byKey.get(`${kind} ${key}`) ?? [] };
}

interface Line {
  readonly reference: string;
  readonly platform?: string;
  readonly index?: string;
  readonly manifest?: string;
  readonly config?: string;
  readonly created?: string;
  readonly seen: string;
  readonly size?: number;
  readonly blobs?: readonly string[];
  readonly diffIds?: readonly string[];
  readonly history?: readonly (readonly [string | null, string | null, 0 | 1])[];
}

function readLine(line: Line): KnownImage {
  return {
    reference: line.reference,
    platform: line.platform ?? '',
    index: parseDigest(line.index),
    manifest: parseDigest(line.manifest),
    config: parseDigest(line.config),
    created: line.created ?? null,
    seen: line.seen,
    size: line.size ?? null,
    blobs: (line.blobs ?? []).flatMap((digest) => parseDigest(digest) ?? []),
    diffIds: line.diffIds?.flatMap((digest) => parseDiffId(digest) ?? []) ?? null,
    history: line.history?.map(readStep) ?? null,
    origin: 'bundled',
    source: null,
    hashed: false,
    below: null,
  };
}

function readStep([created, createdBy, empty]: readonly [string | null, string | null, 0 | 1]): HistoryEntry {
  return { created, createdBy, emptyLayer: empty === 1, author: null, comment: null };
}

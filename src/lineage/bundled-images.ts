import { parseDiffId, parseDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { HistoryEntry } from '../model/manifest.ts';
import type { Hash, RandomAccess } from '../ports/index.ts';
import { type KeyKind, type KnownImage, type KnownImages, keysOf } from './known-image.ts';

/** The bundled images with known digests. */
export type BundledImages = KnownImages & { readonly count: number };

/**
 * Opens data/known-images.idx, which tools/build-index.mjs writes: a line with the counts, a line with the places of the
 * records by key, then a record a line. A look-up is one hash, and one positioned read where the key is there.
 */
export async function openBundledImages(file: RandomAccess, hash: Hash): Promise<BundledImages> {
  const head = await readHead(file);
  const records = new Map<number, Promise<readonly KnownImage[]>>();
  const recordAt = (offset: number, length: number): Promise<readonly KnownImage[]> => {
    const record = records.get(offset) ?? readRecord(file, head.start + offset, length);
    records.set(offset, record);
    return record;
  };
  return {
    count: head.count,
    async find(kind, key) {
      const places = head.places[placeKey(kind, key, hash)] ?? [];
      const found = await Promise.all(pairsOf(places).map(([offset, length]) => recordAt(offset, length)));
      // The key is cut short: another may have the same beginning.
      return found.flat().filter((image) => keysIn(image, hash).some(([otherKind, other]) => otherKind === kind && other === key));
    },
  };
}

/** The keys that a line of the file is to be found by: for the generator. */
export function placeKeysOf(line: string, hash: Hash): readonly string[] {
  const keys = readLine(JSON.parse(line) as Line).flatMap((image) => keysIn(image, hash));
  return [...new Set(keys.map(([kind, key]) => placeKey(kind, key, hash)))];
}

/** How many images a line of the file tells of: likewise. */
export function countImages(line: string): number {
  return readLine(JSON.parse(line) as Line).length;
}

/** A build of one day is found by its digests: what its tag means today the official index knows better. */
function keysIn(image: KnownImage, hash: Hash): readonly (readonly [KeyKind, string])[] {
  const keys = keysOf(image, hash);
  return image.otherNames === undefined ? keys : keys.filter(([kind]) => kind === 'digest');
}

/** The first 16 digits of a hash of kind and key. */
function placeKey(kind: KeyKind, key: string, hash: Hash): string {
  const hasher = hash.start('sha256');
  hasher.update(new TextEncoder().encode(`${kind} ${key}`));
  return hasher.hex().slice(0, 16);
}

interface Head {
  readonly count: number;
  /** Key → offset and length of each record, one after the other. */
  readonly places: Readonly<Record<string, readonly number[]>>;
  /** Where the records begin. */
  readonly start: number;
}

const FIRST_LINE_BYTES = 4096;

async function readHead(file: RandomAccess): Promise<Head> {
  const [first, rest] = (await readText(file, 0, Math.min(FIRST_LINE_BYTES, file.size))).split('\n', 2);
  const { format, images, keysLength } = JSON.parse(first ?? '{}') as { format?: number; images?: number; keysLength?: number };
  if (format !== 2 || images === undefined || keysLength === undefined || rest === undefined)
    throw new FromageError('malformed', 'The bundled index of known images has an unknown format.', { hint: 'Install fromage again.' });
  const keysAt = (first ?? '').length + 1;
  const places = JSON.parse(await readText(file, keysAt, keysLength)) as Head['places'];
  return { count: images, places, start: keysAt + keysLength + 1 };
}

async function readText(file: RandomAccess, offset: number, length: number): Promise<string> {
  const bytes = new Uint8Array(length);
  const got = await file.read(offset, bytes);
  return new TextDecoder().decode(bytes.subarray(0, got));
}

async function readRecord(file: RandomAccess, offset: number, length: number): Promise<readonly KnownImage[]> {
  return readLine(JSON.parse(await readText(file, offset, length)) as Line);
}

function pairsOf(places: readonly number[]): readonly (readonly [offset: number, length: number])[] {
  return places.flatMap((offset, index) => (index % 2 === 0 ? [[offset, places[index + 1] ?? 0] as const] : []));
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
  /** A build of several platforms: of each the manifest, with the index of that platform alone where there is one. Null where unknown. */
  readonly manifests?: Readonly<Record<string, string | null | readonly [manifest: string | null, index: string]>>;
  /** Its parent with the digest, or `scratch`; its other tags. */
  readonly from?: string;
  readonly others?: readonly string[];
  readonly history?: readonly (readonly [string | null, string | null, 0 | 1])[];
}

function readLine(line: Line): readonly KnownImage[] {
  if (line.manifests === undefined) return [readImage(line)];
  const { from, others = [] } = line;
  const below = from === undefined ? null : from === 'scratch' ? ON_SCRATCH : ({ ancestors: [from], end: 'unknown' } as const);
  return Object.entries(line.manifests).map(([platform, digests]) => {
    const [manifest, index] = Array.isArray(digests) ? digests : [digests, line.index];
    const image = readImage({ ...line, platform });
    return { ...image, manifest: parseDigest(manifest), index: parseDigest(index), otherNames: others, below };
  });
}

const ON_SCRATCH = { ancestors: [], end: 'scratch' } as const;

function readImage(line: Line): KnownImage {
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

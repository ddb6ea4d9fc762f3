import { FromageError } from '../model/error.ts';
import type { Files, Hash } from '../ports/index.ts';
import { isKnownImage } from './known-image-record.ts';
import { type KeyKind, type KnownImage, type KnownImages, keysOf } from './known-image.ts';

/** What the index asks of the world. */
export interface LocalIndexPorts {
  readonly files: Pick<Files, 'status' | 'read' | 'list' | 'write' | 'remove' | 'join'>;
  readonly hash: Hash;
}

/** The user's own index of known images: a record a file, found by keys that are names of empty files. */
export interface LocalIndex extends KnownImages {
  /** Puts images in. A record of the same image under the same name is replaced. */
  put(images: readonly KnownImage[]): Promise<void>;
  /** All records, by name; `unreadable` counts damaged ones. */
  list(): Promise<{ readonly images: readonly KnownImage[]; readonly unreadable: number }>;
  /** Removes these and returns how many there were. */
  remove(images: readonly KnownImage[]): Promise<number>;
}

/** Bytes of a file's name, as every file system takes. */
const MAX_NAME = 200;
/** A record is a manifest's worth of digests and a history. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** What traces learn is bounded; what a person adds is not. */
const MAX_LEARNED = 1000;

/**
 * Opens the index in a folder, which need not exist. Two processes may use it at once: a record is written whole before
 * its keys, and a key without a record is passed over.
 */
export function openLocalIndex(folder: string, ports: LocalIndexPorts): LocalIndex {
  const { files } = ports;
  const images = files.join(folder, 'images');
  const keyFolder = (kind: KeyKind, key: string) => {
    const hex = /^sha(?:256|384|512):([0-9a-f]+)$/.exec(key)?.[1];
    if (hex !== undefined) return files.join(folder, 'keys', kind, hex.slice(0, 2), hex.slice(2, 64));
    // Names need no hash, which a Dockerfile's trace would have to load for nothing else; only long ones do, for the file system's sake.
    const name = encodeURIComponent(key);
    return files.join(folder, 'keys', kind, name.length <= MAX_NAME ? name : sha256(key, ports.hash));
  };
  const readNamed = (name: string) => readRecord(files.join(images, name), ports);
  const removeOne = async (image: KnownImage) => {
    const name = recordName(image, ports.hash);
    for (const [kind, key] of keysOf(image, ports.hash)) await files.remove(files.join(keyFolder(kind, key), name));
    const there = (await files.status(files.join(images, name))) !== null;
    await files.remove(files.join(images, name));
    return there;
  };
  const list = async () => {
    const names = (await listOrNone(images, files)).filter((name) => name.endsWith('.json'));
    const read = await Promise.all(names.map(readNamed));
    const found = read.filter((image) => image !== null);
    return {
      images: found.toSorted((a, b) => compareText(a.reference, b.reference) || compareText(b.seen, a.seen)),
      unreadable: read.length - found.length,
    };
  };
  return {
    find: async (kind, key) => {
      const names = await listOrNone(keyFolder(kind, key), files);
      const found = await Promise.all(names.filter(isRecordName).map(readNamed));
      return found.filter((image) => image !== null).toSorted((a, b) => compareText(b.seen, a.seen));
    },
    put: async (known) => {
      for (const image of known) {
        const name = recordName(image, ports.hash);
        await files.write(files.join(images, name), new TextEncoder().encode(JSON.stringify(image)));
        for (const [kind, key] of keysOf(image, ports.hash)) await files.write(files.join(keyFolder(kind, key), name), new Uint8Array());
        if (image.origin === 'added') await removeOne({ ...image, origin: 'learned' });
      }
      if (known.some((image) => image.origin === 'learned')) await forgetOldest(images, removeOne, readNamed, files);
    },
    list,
    remove: async (known) => {
      let count = 0;
      for (const image of known) if (await removeOne(image)) count++;
      return count;
    },
  };
}

/** Several indexes as one; what is found first comes first. */
export function joinKnownImages(...indexes: readonly KnownImages[]): KnownImages {
  return { find: async (kind, key) => (await Promise.all(indexes.map((index) => index.find(kind, key)))).flat() };
}

/** By code units: a collator takes ten milliseconds to load, and these are dates and ASCII names. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `learned-….json`: same image, same name, same record. */
function recordName(image: KnownImage, hash: Hash): string {
  const what = [image.reference, image.platform, image.config, image.manifest, ...(image.diffIds ?? image.blobs)].join('\n');
  return `${image.origin}-${sha256(what, hash).slice(0, 40)}.json`;
}

function isRecordName(name: string): boolean {
  return /^(added|learned)-[0-9a-f]{40}\.json$/.test(name);
}

async function forgetOldest(
  folder: string,
  removeOne: (image: KnownImage) => Promise<boolean>,
  readNamed: (name: string) => Promise<KnownImage | null>,
  files: LocalIndexPorts['files'],
): Promise<void> {
  const names = (await listOrNone(folder, files)).filter((name) => name.startsWith('learned-') && isRecordName(name));
  if (names.length <= MAX_LEARNED) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, modified: (await files.status(files.join(folder, name)))?.modified ?? 0 })),
  );
  // A tenth at a time, so that not every trace has to do it.
  for (const { name } of aged.toSorted((a, b) => a.modified - b.modified).slice(0, names.length - MAX_LEARNED + MAX_LEARNED / 10)) {
    const image = await readNamed(name);
    if (image === null) await files.remove(files.join(folder, name));
    else await removeOne(image);
  }
}

async function listOrNone(folder: string, files: LocalIndexPorts['files']): Promise<readonly string[]> {
  try {
    return await files.list(folder);
  } catch (error) {
    if (error instanceof FromageError && error.code === 'not-found') return [];
    throw error;
  }
}

/** Null where it is gone or damaged: somebody else's remove, or a full disk. */
async function readRecord(path: string, ports: LocalIndexPorts): Promise<KnownImage | null> {
  try {
    const record: unknown = JSON.parse(new TextDecoder().decode(await ports.files.read(path, MAX_RECORD_BYTES)));
    return isKnownImage(record) ? record : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof FromageError && error.code !== 'interrupted')) return null;
    throw error;
  }
}

function sha256(text: string, hash: Hash): string {
  const hasher = hash.start('sha256');
  hasher.update(new TextEncoder().encode(text));
  return hasher.hex();
}

import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../model/digest.ts';
import { parseDigest, splitDigest } from '../model/digest.ts';
import type { BlobStore } from '../ports/index.ts';
import { nodeHash } from './hash.ts';

/** Bounds of a blob store on disk. */
export interface BlobStoreLimits {
  /** Bytes it holds in all; a few more for a moment, where several processes write at once. */
  readonly maxBytes: number;
  /** Blobs it holds in all. */
  readonly maxBlobs: number;
}

export const BLOB_STORE_LIMITS: BlobStoreLimits = { maxBytes: 256 * 1024 * 1024, maxBlobs: 64 * 1024 };

/** By the first digit of the digest. Each holds its share, so that only a part is looked through to find what to drop. */
const SHARDS = 16;
/** A shard that is full is emptied to this part of its share, lest every write sweep again. */
const KEPT = 0.75;
/** A file that a process left half written is taken away after so long. Milliseconds. */
const STALE_MS = 3600_000;

/**
 * Blobs in `folder`, kept from one run to the next: what was used longest ago goes first. Each is checked when it is read, and dropped where it is
 * not what its digest says. A cache is no duty: a folder that can't be written to, a full disk or a file that vanished are passed over in silence.
 */
export function diskBlobStore(folder: string, limits: BlobStoreLimits = BLOB_STORE_LIMITS): BlobStore {
  const maxShardBytes = Math.floor(limits.maxBytes / SHARDS);
  const maxShardBlobs = Math.ceil(limits.maxBlobs / SHARDS);
  const written = new Map<string, number>();
  return {
    get: (digest) => readBlob(folder, digest, maxShardBytes),
    async put(digest, bytes) {
      // Half a share, so that one blob does not drive out all others.
      if (bytes.length > maxShardBytes / 2 || !isWhatItSays(digest, bytes)) return;
      const shard = shardOf(folder, digest);
      if (!(await writeBlob(shard, digest, bytes))) return;
      const since = written.get(shard);
      const sum = (since ?? 0) + bytes.length;
      written.set(shard, sum);
      if (since !== undefined && sum < maxShardBytes / 4) return;
      written.set(shard, 0);
      await sweep(shard, maxShardBytes, maxShardBlobs);
    },
  };
}

/** Blobs for as long as the program runs, for `--no-cache`: what one image needs twice is still asked for once. At most `maxBytes`; what comes after is not kept. */
export function memoryBlobStore(maxBytes = 64 * 1024 * 1024): BlobStore {
  const held = new Map<Digest, Uint8Array>();
  let size = 0;
  return {
    get: async (digest) => held.get(digest) ?? null,
    async put(digest, bytes) {
      if (held.has(digest) || size + bytes.length > maxBytes) return;
      held.set(digest, bytes.slice());
      size += bytes.length;
    },
  };
}

async function readBlob(folder: string, digest: Digest, maxBytes: number): Promise<Uint8Array | null> {
  if (parseDigest(digest) === null) return null;
  const path = join(shardOf(folder, digest), nameOf(digest));
  const bytes = await quietly(() => readBounded(path, maxBytes));
  if (bytes === null) return null;
  if (!isWhatItSays(digest, bytes)) {
    await quietly(() => rm(path, { force: true }));
    return null;
  }
  const now = new Date();
  await quietly(() => utimes(path, now, now));
  return bytes;
}

async function readBounded(path: string, maxBytes: number): Promise<Uint8Array | null> {
  const handle = await open(path, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > maxBytes) return null;
    return new Uint8Array(await readFile(handle));
  } finally {
    await handle.close();
  }
}

/** Under a name of its own and renamed, so that who reads sees all of it or nothing. False where it could not be done. */
async function writeBlob(shard: string, digest: Digest, bytes: Uint8Array): Promise<boolean> {
  const temporary = join(shard, `${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  const done = await quietly(async () => {
    await mkdir(shard, { recursive: true, mode: 0o700 });
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o600 });
    await rename(temporary, join(shard, nameOf(digest)));
    return true;
  });
  if (done === null) await quietly(() => rm(temporary, { force: true }));
  return done === true;
}

/** Drops what was used longest ago until the shard is within its share, and what was left half written. */
async function sweep(shard: string, maxBytes: number, maxBlobs: number): Promise<void> {
  const names = (await quietly(() => readdir(shard))) ?? [];
  const found = await Promise.all(names.map(async (name) => ({ name, status: await quietly(() => stat(join(shard, name))) })));
  const files = found.flatMap(({ name, status }) => (status?.isFile() ? [{ name, size: status.size, used: status.mtimeMs }] : []));
  const stale = files.filter((file) => file.name.endsWith('.tmp') && file.used < Date.now() - STALE_MS);
  const blobs = files.filter((file) => !file.name.endsWith('.tmp')).sort((a, b) => a.used - b.used);
  const doomed = [...stale, ...beyond(blobs, maxBytes, maxBlobs)];
  await Promise.all(doomed.map((file) => quietly(() => rm(join(shard, file.name), { force: true }))));
}

interface KeptFile {
  readonly name: string;
  readonly size: number;
  readonly used: number;
}

/** `blobs` are sorted, the one used longest ago first. */
function beyond(blobs: readonly KeptFile[], maxBytes: number, maxBlobs: number): readonly KeptFile[] {
  let bytes = blobs.reduce((sum, blob) => sum + blob.size, 0);
  if (bytes <= maxBytes && blobs.length <= maxBlobs) return [];
  let count = 0;
  while (count < blobs.length && (bytes > maxBytes * KEPT || blobs.length - count > maxBlobs * KEPT)) {
    bytes -= blobs[count]?.size ?? 0;
    count += 1;
  }
  return blobs.slice(0, count);
}

function isWhatItSays(digest: Digest, bytes: Uint8Array): boolean {
  if (parseDigest(digest) === null) return false;
  const [algorithm, hex] = splitDigest(digest);
  const hasher = nodeHash.start(algorithm as 'sha256' | 'sha384' | 'sha512');
  hasher.update(bytes);
  return hasher.hex() === hex;
}

function shardOf(folder: string, digest: Digest): string {
  return join(folder, splitDigest(digest)[1].slice(0, 1));
}

function nameOf(digest: Digest): string {
  return splitDigest(digest).join('-');
}

async function quietly<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch {
    return null;
  }
}

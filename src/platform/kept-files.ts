import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of files that are kept from one run to the next, bounded: what was used longest ago goes first. Several processes may use it at once. */
export interface KeptFiles {
  /** Null where it is not there. */
  get(name: string): Promise<Uint8Array | null>;
  /** Bytes in one piece or in several. What is too large to keep is not kept. */
  put(name: string, bytes: Uint8Array | readonly Uint8Array[]): Promise<void>;
  drop(name: string): Promise<void>;
}

export interface KeptFilesLimits {
  /** Bytes it holds in all; a few more for a moment, where several processes write at once. */
  readonly maxBytes: number;
  /** Files it holds in all. */
  readonly maxFiles: number;
}

/** By the first digit of a hash in the name. Each holds its share, so that only a part is looked through to find what to drop. */
const SHARDS = 16;
/** A shard that is full is emptied to this part of its share, lest every write sweep again. */
const KEPT = 0.75;
/** A file that a process left half written is taken away after so long. Milliseconds. */
const STALE_MS = 3600_000;

/**
 * Files under `folder`; `shardOf` gives the hexadecimal digit a name is put under. A cache is no duty: a folder that can't be written to,
 * a full disk or a file that vanished are passed over in silence.
 */
export function keepFiles(folder: string, limits: KeptFilesLimits, shardOf: (name: string) => string): KeptFiles {
  const maxShardBytes = Math.floor(limits.maxBytes / SHARDS);
  const maxShardFiles = Math.ceil(limits.maxFiles / SHARDS);
  const written = new Map<string, number>();
  const shardFor = (name: string) => join(folder, shardOf(name));
  return {
    get: (name) => readFileOf(join(shardFor(name), name), maxShardBytes),
    async put(name, bytes) {
      const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
      // Half a share, so that one file does not drive out all others.
      if (size > maxShardBytes / 2) return;
      const shard = shardFor(name);
      if (!(await writeFileOf(shard, name, pieces))) return;
      const since = written.get(shard);
      const sum = (since ?? 0) + size;
      written.set(shard, sum);
      if (since !== undefined && sum < maxShardBytes / 4) return;
      written.set(shard, 0);
      await sweep(shard, maxShardBytes, maxShardFiles);
    },
    drop: async (name) => void (await quietly(() => rm(join(shardFor(name), name), { force: true }))),
  };
}

async function readFileOf(path: string, maxBytes: number): Promise<Uint8Array | null> {
  const bytes = await quietly(() => readBounded(path, maxBytes));
  if (bytes === null) return null;
  const now = new Date();
  await quietly(() => utimes(path, now, now));
  return bytes;
}

async function readBounded(path: string, maxBytes: number): Promise<Uint8Array | null> {
  const handle = await open(path, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile() || found.size > maxBytes) return null;
    const bytes = new Uint8Array(found.size);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < bytes.length; filled += count) {
      ({ bytesRead: count } = await handle.read(bytes, filled, bytes.length - filled, filled));
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

/** Under a name of its own and renamed, so that who reads sees all of it or nothing. False where it could not be done. */
async function writeFileOf(shard: string, name: string, pieces: readonly Uint8Array[]): Promise<boolean> {
  const temporary = join(shard, `${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  const done = await quietly(async () => {
    await mkdir(shard, { recursive: true, mode: 0o700 });
    await writeFile(temporary, pieces, { flag: 'wx', mode: 0o600 });
    await rename(temporary, join(shard, name));
    return true;
  });
  if (done === null) await quietly(() => rm(temporary, { force: true }));
  return done === true;
}

/** Drops what was used longest ago until the shard is within its share, and what was left half written. */
async function sweep(shard: string, maxBytes: number, maxFiles: number): Promise<void> {
  const names = (await quietly(() => readdir(shard))) ?? [];
  const found = await Promise.all(names.map(async (name) => ({ name, status: await quietly(() => stat(join(shard, name))) })));
  const files = found.flatMap(({ name, status }) => (status?.isFile() ? [{ name, size: status.size, used: status.mtimeMs }] : []));
  const stale = files.filter((file) => file.name.endsWith('.tmp') && file.used < Date.now() - STALE_MS);
  const kept = files.filter((file) => !file.name.endsWith('.tmp')).sort((a, b) => a.used - b.used);
  const doomed = [...stale, ...beyond(kept, maxBytes, maxFiles)];
  await Promise.all(doomed.map((file) => quietly(() => rm(join(shard, file.name), { force: true }))));
}

interface KeptFile {
  readonly name: string;
  readonly size: number;
  readonly used: number;
}

/** `kept` are sorted, the one used longest ago first. */
function beyond(kept: readonly KeptFile[], maxBytes: number, maxFiles: number): readonly KeptFile[] {
  let bytes = kept.reduce((sum, file) => sum + file.size, 0);
  if (bytes <= maxBytes && kept.length <= maxFiles) return [];
  let count = 0;
  while (count < kept.length && (bytes > maxBytes * KEPT || kept.length - count > maxFiles * KEPT)) {
    bytes -= kept[count]?.size ?? 0;
    count += 1;
  }
  return kept.slice(0, count);
}

async function quietly<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch {
    return null;
  }
}

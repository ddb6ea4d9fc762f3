import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
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
 * All is done at once, behind the promises: loading node:fs/promises would take longer than reading an answer.
 */
export function keepFiles(folder: string, limits: KeptFilesLimits, shardOf: (name: string) => string): KeptFiles {
  const maxShardBytes = Math.floor(limits.maxBytes / SHARDS);
  const maxShardFiles = Math.ceil(limits.maxFiles / SHARDS);
  const written = new Map<string, number>();
  const shardFor = (name: string) => join(folder, shardOf(name));
  return {
    get: async (name) => quietly(() => readAndTouch(join(shardFor(name), name), maxShardBytes)),
    async put(name, bytes) {
      const pieces = bytes instanceof Uint8Array ? [bytes] : bytes;
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
      // Half a share, so that one file does not drive out all others.
      if (size > maxShardBytes / 2) return;
      const shard = shardFor(name);
      if (!writeFileOf(shard, name, pieces)) return;
      const since = written.get(shard);
      const sum = (since ?? 0) + size;
      written.set(shard, sum);
      if (since !== undefined && sum < maxShardBytes / 4) return;
      written.set(shard, 0);
      sweep(shard, maxShardBytes, maxShardFiles);
    },
    drop: async (name) => void quietly(() => rmSync(join(shardFor(name), name), { force: true })),
  };
}

/** Waits for nothing, should somebody have put a pipe there. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function readAndTouch(path: string, maxBytes: number): Uint8Array | null {
  const fd = openSync(path, READ);
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || found.size > maxBytes) return null;
    const bytes = new Uint8Array(found.size);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < bytes.length; filled += count) {
      count = readSync(fd, bytes, filled, bytes.length - filled, filled);
    }
    const now = new Date();
    quietly(() => futimesSync(fd, now, now));
    return bytes.subarray(0, filled);
  } finally {
    closeSync(fd);
  }
}

/** Under a name of its own and renamed, so that who reads sees all of it or nothing. False where it could not be done. */
function writeFileOf(shard: string, name: string, pieces: readonly Uint8Array[]): boolean {
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const temporary = join(shard, `${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  const done = quietly(() => {
    mkdirSync(shard, { recursive: true, mode: 0o700 });
    writePieces(temporary, pieces);
    renameSync(temporary, join(shard, name));
    return true;
  });
  if (done === null) quietly(() => rmSync(temporary, { force: true }));
  return done === true;
}

function writePieces(path: string, pieces: readonly Uint8Array[]): void {
  const fd = openSync(path, 'wx', 0o600);
  try {
    for (const piece of pieces) for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at);
  } finally {
    closeSync(fd);
  }
}

/** Drops what was used longest ago until the shard is within its share, and what was left half written. */
function sweep(shard: string, maxBytes: number, maxFiles: number): void {
  const names = quietly(() => readdirSync(shard)) ?? [];
  const found = names.map((name) => ({ name, status: quietly(() => statSync(join(shard, name))) }));
  const files = found.flatMap(({ name, status }) => (status?.isFile() ? [{ name, size: status.size, used: status.mtimeMs }] : []));
  const stale = files.filter((file) => file.name.endsWith('.tmp') && file.used < Date.now() - STALE_MS);
  const kept = files.filter((file) => !file.name.endsWith('.tmp')).sort((a, b) => a.used - b.used);
  for (const file of [...stale, ...beyond(kept, maxBytes, maxFiles)]) quietly(() => rmSync(join(shard, file.name), { force: true }));
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

function quietly<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

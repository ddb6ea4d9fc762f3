import type { Stats } from 'node:fs';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  read,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FromageError } from '../model/error.ts';
import { listFolder } from './list-folder.ts';
import type { ByteStream, Files, FileStatus, RandomAccess, ReadAt } from '../ports/index.ts';

/** Bytes; what comes through a pipe given as a file is spooled, up to here. */
const MAX_PIPE_BYTES = 64 * 1024 ** 3;

/** Up to this many bytes a read that waits costs less than one that goes through Node's thread pool. */
const SMALL_READ = 64 * 1024;

/**
 * Files over node:fs. What is quick is done at once, behind the port's promises: a trace asks for a dozen small things, and a
 * turn through the thread pool for each would be a tenth of its time. Temporary files lie under `temporaryFolder`, and only while they have no other name to be found by. */
export function nodeFiles(temporaryFolder: string = tmpdir()): Files {
  const spool = (stream: ByteStream, maxBytes: number) => spoolInto(temporaryFolder, stream, maxBytes);
  return {
    status: (path) => statusOf(path),
    open: (path) => openFile(path, spool),
    read: (path, maxBytes) => readFile(path, maxBytes),
    openRegular,
    listEntries: (path) => attempt(path, () => listFolder(path)),
    list: async (path) => (await attempt(path, () => readdirSync(path))).sort(),
    write: (path, bytes, options) => writeFile(path, bytes, options?.mode),
    remove: (path) => attempt(path, () => rmSync(path, { force: true })),
    spool,
    stdin,
    join,
    real: (path) => attempt(path, () => realpathSync(path)),
  };
}

async function statusOf(path: string): Promise<FileStatus | null> {
  try {
    const found = await attempt(path, () => statSync(path));
    return { kind: kindOf(found), size: found.size, modified: found.mtimeMs };
  } catch (error) {
    if (error instanceof FromageError && error.code === 'not-found') return null;
    throw error;
  }
}

function kindOf(found: Stats): FileStatus['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  return found.isSocket() ? 'socket' : 'other';
}

async function openFile(path: string, spool: Files['spool']): Promise<RandomAccess> {
  const fd = await attempt(path, () => openSync(path, 'r'));
  try {
    const found = fstatSync(fd);
    if (found.isDirectory()) throw new FromageError('io', `${path} is a folder, where a file is due`);
    // One like /dev/zero never ends.
    if (found.isCharacterDevice()) throw new FromageError('io', `${path} is a device, where a file is due`);
    if (found.isFile()) return { ...randomAccess(fd, found.size, path), identity: identityOf(fd) };
    const spooled = await spool(streamOf(fd, path), MAX_PIPE_BYTES);
    closeSync(fd);
    return spooled;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A pipe without a writer would be waited for, but for O_NONBLOCK. */
async function openRegular(path: string): Promise<RandomAccess> {
  const fd = await attempt(path, () => openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK));
  const found = fstatSync(fd);
  if (found.isFile()) return { ...randomAccess(fd, found.size, path), identity: identityOf(fd) };
  closeSync(fd);
  throw new FromageError('io', `${path} is no regular file`);
}

/** Also the time of change, which nobody can set. */
function identityOf(fd: number): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join('-');
}

/** A number that was closed may be another file's a moment later: nothing reads by it then, and it is kept while something does. */
function randomAccess(fd: number, size: number, path: string): RandomAccess {
  let isClosed = false;
  let reads = 0;
  const begun = (): void => {
    if (isClosed) throw new FromageError('io', `${path} is closed`);
    reads += 1;
  };
  const ended = (): void => {
    reads -= 1;
    if (isClosed && reads === 0) closeSync(fd);
  };
  return {
    size,
    readNow: (offset, into) => {
      if (isClosed) throw new FromageError('io', `${path} is closed`);
      return attemptNow(path, () => readNow(fd, offset, into));
    },
    lend: () => {
      begun();
      return { handle: fd, release: ended };
    },
    read: async (offset, into) => {
      begun();
      return attempt(path, () => (into.length <= SMALL_READ ? readNow(fd, offset, into) : readLater(fd, offset, into))).finally(ended);
    },
    close: async () => {
      if (!isClosed && reads === 0) closeSync(fd);
      isClosed = true;
    },
  };
}

/** A file that another thread of this program has open and lent. All is read at once: for who has a thread of its own. */
export function borrowFile(handle: number, size: number): ReadAt {
  const read = (offset: number, into: Uint8Array): number => attemptNow('the file of the image', () => readNow(handle, offset, into));
  return { size, read: async (offset, into) => read(offset, into), readNow: read };
}

function readNow(fd: number, offset: number, into: Uint8Array): number {
  let count = 0;
  while (count < into.length) {
    const got = readSync(fd, into, count, into.length - count, offset + count);
    if (got === 0) break;
    count += got;
  }
  return count;
}

async function readLater(fd: number, offset: number, into: Uint8Array): Promise<number> {
  let count = 0;
  while (count < into.length) {
    const got = await readSome(fd, into, count, offset + count);
    if (got === 0) break;
    count += got;
  }
  return count;
}

/** At the file's own place where `position` is null. */
function readSome(fd: number, into: Uint8Array, from: number, position: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, into, from, into.length - from, position, (error, count) => (error === null ? resolve(count) : reject(error)));
  });
}

async function* streamOf(fd: number, path: string): ByteStream {
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const count = await attempt(path, () => readSome(fd, buffer, 0, null));
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

/** Not by the size the file states: those under /proc state none. */
async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const fd = await attempt(path, () => openSync(path, 'r'));
  try {
    if (fstatSync(fd).size > maxBytes) throw tooLarge(path, maxBytes);
    return await attempt(path, () => readToEnd(fd, path, maxBytes));
  } finally {
    closeSync(fd);
  }
}

function readToEnd(fd: number, path: string, maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(64 * 1024);
  let count = 0;
  for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) {
    count += got;
    if (count > maxBytes) throw tooLarge(path, maxBytes);
    chunks.push(buffer.slice(0, got));
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function writeFile(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  const folder = dirname(path);
  await attempt(folder, () => mkdirSync(folder, { recursive: true }));
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await attempt(temporary, () => writeFileSync(temporary, bytes, { mode, flag: 'wx' }));
    await attempt(path, () => renameSync(temporary, path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * The file loses its name as soon as it is open, so the system frees it when it is closed, however the program ends: closed,
 * interrupted or killed. Nothing has to be cleaned up at exit.
 */
async function spoolInto(temporaryFolder: string, stream: ByteStream, maxBytes: number): Promise<RandomAccess> {
  const folder = await attempt(temporaryFolder, () => mkdtempSync(join(temporaryFolder, 'fromage-')));
  const path = join(folder, 'spool');
  let fd: number;
  try {
    fd = await attempt(path, () => openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    const size = await writeStream(fd, stream, maxBytes);
    return randomAccess(fd, size, 'a temporary file');
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

async function writeStream(fd: number, stream: ByteStream, maxBytes: number): Promise<number> {
  let size = 0;
  for await (const chunk of stream) {
    if (size + chunk.length > maxBytes) throw tooLarge('the stream', maxBytes);
    for (let written = 0; written < chunk.length; ) {
      const from = written;
      written += await attempt('a temporary file', () => writeSync(fd, chunk, from, chunk.length - from, size + from));
    }
    size += chunk.length;
  }
  return size;
}

async function* stdin(): ByteStream {
  if (process.stdin.isTTY) {
    throw new FromageError('usage', 'nothing is piped into standard input', { hint: 'for example: docker save httpd | fromage trace -' });
  }
  for await (const chunk of process.stdin) yield chunk;
}

function tooLarge(path: string, maxBytes: number): FromageError {
  return new FromageError('too-large', `${path} has more than ${maxBytes} bytes`);
}

/** Node's errors in the user's words. */
async function attempt<T>(path: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw inWords(path, error);
  }
}

function attemptNow<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw inWords(path, error);
  }
}

function inWords(path: string, error: unknown): unknown {
  if (error instanceof FromageError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A mistake of ours is not the file system's.
  if (code === '') return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FromageError('not-found', `${path} does not exist`);
  return new FromageError('io', `${path}: ${IO_WORDS[code] ?? `the file system says ${code}`}`, {
    cause: error,
    ...(code === 'ENOSPC' ? { hint: 'what is unpacked goes to the folder for temporary files: TMPDIR names another' } : {}),
  });
}

const IO_WORDS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'is a folder',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the device',
  ENXIO: 'is a socket or a device that cannot be read',
  EMFILE: 'too many files are open',
  ERR_INVALID_ARG_VALUE: 'is not a valid path',
};

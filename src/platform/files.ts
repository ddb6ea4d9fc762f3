import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, mkdtemp, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { FromageError } from '../model/error.ts';
import type { ByteStream, Files, FileStatus, RandomAccess } from '../ports/index.ts';

/** Bytes; what comes through a pipe given as a file is spooled, up to here. */
const MAX_PIPE_BYTES = 64 * 1024 ** 3;

/** Files over node:fs. Temporary files lie under `temporaryFolder`, and only while they have no other name to be found by. */
export function nodeFiles(temporaryFolder: string = tmpdir()): Files {
  const spool = (stream: ByteStream, maxBytes: number) => spoolInto(temporaryFolder, stream, maxBytes);
  return {
    status: (path) => statusOf(path),
    open: (path) => openFile(path, spool),
    read: (path, maxBytes) => readFile(path, maxBytes),
    list: async (path) => (await attempt(path, () => readdir(path))).sort(),
    write: (path, bytes, options) => writeFile(path, bytes, options?.mode),
    remove: (path) => attempt(path, () => rm(path, { force: true })),
    spool,
    stdin,
    join,
    real: (path) => attempt(path, () => realpath(path)),
  };
}

async function statusOf(path: string): Promise<FileStatus | null> {
  try {
    const found = await attempt(path, () => stat(path));
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
  const handle = await attempt(path, () => open(path, 'r'));
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw new FromageError('io', `${path} is a folder, where a file is due`);
    if (found.isFile()) return randomAccess(handle, found.size, path);
    const spooled = await spool(streamOf(handle, path), MAX_PIPE_BYTES);
    await handle.close();
    return spooled;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function randomAccess(handle: FileHandle, size: number, path: string): RandomAccess {
  let closing: Promise<void> | null = null;
  return {
    size,
    read: (offset, into) => attempt(path, () => readFully(handle, offset, into)),
    close: () => {
      closing ??= handle.close();
      return closing;
    },
  };
}

async function readFully(handle: FileHandle, offset: number, into: Uint8Array): Promise<number> {
  let count = 0;
  while (count < into.length) {
    const { bytesRead } = await handle.read(into, count, into.length - count, offset + count);
    if (bytesRead === 0) break;
    count += bytesRead;
  }
  return count;
}

async function* streamOf(handle: FileHandle, path: string): ByteStream {
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const { bytesRead } = await attempt(path, () => handle.read(buffer, 0, buffer.length, null));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Not by the size the file states: those under /proc state none. */
async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const handle = await attempt(path, () => open(path, 'r'));
  try {
    const { size } = await attempt(path, () => handle.stat());
    if (size > maxBytes) throw tooLarge(path, maxBytes);
    const chunks: Uint8Array[] = [];
    let count = 0;
    for await (const chunk of streamOf(handle, path)) {
      count += chunk.length;
      if (count > maxBytes) throw tooLarge(path, maxBytes);
      chunks.push(chunk.slice());
    }
    return new Uint8Array(Buffer.concat(chunks));
  } finally {
    await handle.close();
  }
}

async function writeFile(path: string, bytes: Uint8Array, mode = 0o644): Promise<void> {
  const folder = dirname(path);
  await attempt(folder, () => mkdir(folder, { recursive: true }));
  const temporary = join(folder, `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    await attempt(temporary, () => writeNew(temporary, bytes, mode));
    await attempt(path, () => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeNew(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

/**
 * The file loses its name as soon as it is open, so the system frees it when the handle closes, however the program ends:
 * closed, interrupted or killed. Nothing has to be cleaned up at exit.
 */
async function spoolInto(temporaryFolder: string, stream: ByteStream, maxBytes: number): Promise<RandomAccess> {
  const folder = await attempt(temporaryFolder, () => mkdtemp(join(temporaryFolder, 'fromage-')));
  const path = join(folder, 'spool');
  let handle: FileHandle;
  try {
    handle = await attempt(path, () => open(path, 'wx+', 0o600));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  try {
    const size = await writeStream(handle, stream, maxBytes);
    return randomAccess(handle, size, 'a temporary file');
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function writeStream(handle: FileHandle, stream: ByteStream, maxBytes: number): Promise<number> {
  let size = 0;
  for await (const chunk of stream) {
    if (size + chunk.length > maxBytes) throw tooLarge('the stream', maxBytes);
    let written = 0;
    while (written < chunk.length) {
      const turn = await attempt('a temporary file', () => handle.write(chunk, written, chunk.length - written, size + written));
      written += turn.bytesWritten;
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
async function attempt<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FromageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new FromageError('not-found', `${path} does not exist`);
    throw new FromageError('io', `${path}: ${IO_WORDS[code] ?? `the file system says ${code}`}`, { cause: error });
  }
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

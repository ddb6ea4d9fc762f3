import { FromageError } from '../model/error.ts';
import type { ByteStream, Files, FolderEntry, RandomAccess } from '../ports/index.ts';

/** A file system in memory, of text and bytes by absolute path. Folders are there as far as files are in them. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>> = {}): Files {
  const held = new Map(Object.entries(contents).map(([path, value]) => [path, bytesOf(value)]));
  const find = (path: string): Uint8Array => {
    const bytes = held.get(path);
    if (bytes === undefined) throw new FromageError('not-found', `there is no ${path}`);
    return bytes;
  };
  const below = (path: string): string[] =>
    [...held.keys()].filter((key) => key.startsWith(`${path}/`)).map((key) => key.slice(path.length + 1));
  return {
    async status(path) {
      const bytes = held.get(path);
      if (bytes !== undefined) return { kind: 'file', size: bytes.length, modified: 0 };
      return below(path).length === 0 ? null : { kind: 'directory', size: 0, modified: 0 };
    },
    open: async (path) => randomAccess(find(path)),
    openRegular: async (path) => randomAccess(find(path)),
    async listEntries(path) {
      const names = [...new Set(below(path).map((rest) => rest.replace(/\/.*/, '')))].sort();
      if (names.length === 0) throw new FromageError('not-found', `there is no ${path}`);
      return { entries: names.map((name) => entryOf(name, held.get(`${path}/${name}`))), untold: 0, fileSystem: '' };
    },
    async read(path, maxBytes) {
      const bytes = find(path);
      if (bytes.length > maxBytes) throw new FromageError('too-large', `${path} has ${bytes.length} bytes`);
      return bytes;
    },
    async list(path) {
      const names = new Set(below(path).map((rest) => rest.replace(/\/.*/, '')));
      if (names.size === 0) throw new FromageError('not-found', `there is no ${path}`);
      return [...names].sort();
    },
    write: async (path, bytes) => void held.set(path, bytes.slice()),
    remove: async (path) => void held.delete(path),
    spool: async (stream, maxBytes) => randomAccess(await collect(stream, maxBytes)),
    async *stdin() {},
    join: (...parts) => parts.join('/').replace(/\/+/g, '/'),
    real: async (path) => path,
  };
}

function entryOf(name: string, bytes: Uint8Array | undefined): FolderEntry {
  const about = { uid: 0, gid: 0, mtime: 0, link: null, device: null, identity: null, fileSystem: '' };
  if (bytes === undefined) return { ...about, name, kind: 'directory', size: 0, mode: 0o755 };
  return { ...about, name, kind: 'file', size: bytes.length, mode: 0o644 };
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? new TextEncoder().encode(value) : value;
}

function randomAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    async read(offset, into) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
    close: async () => undefined,
  };
}

async function collect(stream: ByteStream, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw new FromageError('too-large', `more than ${maxBytes} bytes`);
    chunks.push(chunk.slice());
  }
  return Buffer.concat(chunks);
}

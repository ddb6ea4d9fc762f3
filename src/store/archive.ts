import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { scanTar } from '../codec/tar.ts';
import type { TarEntry } from '../codec/tar-entry.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, RandomAccess, ReadAt } from '../ports/index.ts';
import type { InflateLimits } from './decompress.ts';
import { ARCHIVE_LIMITS, decompress } from './decompress.ts';
import { metered } from './metered.ts';
import type { BlobPlace } from './plain-layer.ts';
import type { StorePorts } from './source.ts';
import { readAll } from './verified.ts';

/** A tar whose entries can be opened by name. Names are looked up in its own table only, never on the host. */
export interface Archive {
  /** How errors call it. */
  readonly what: string;
  /** The file of this name, links within the archive followed; null where there is none. Throws `malformed` for a name or link that leads out of it or round in a circle. */
  find(name: string): ArchiveFile | null;
  /** Whether the tar had its end marker; without it what is missing may have been cut off. */
  readonly complete: boolean;
  close(): Promise<void>;
}

/** A file in an archive: a stretch of it. */
export interface ArchiveFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where it lies. Closing it closes nothing: that is the archive's. */
  readonly place: BlobPlace;
  open(): ByteStream;
  /** Whole, at most `maxBytes` (else `too-large`). */
  read(maxBytes: number): Promise<Uint8Array>;
}

export type ArchivePorts = Pick<StorePorts, 'files' | 'inflate' | 'progress'>;

/** Image archives have a few entries per layer; a million is none of them. */
const ARCHIVE_TAR_LIMITS = { maxEntries: 500_000, maxHeaderBytes: 1024 * 1024 };
/** Characters of all names and links together: they are kept while the archive is open. */
const MAX_NAME_CHARACTERS = 64 * 1024 * 1024;
const MAX_LINKS = 40;
const READ_BYTES = 256 * 1024;

/**
 * Opens a tar, plain or compressed (then it is unpacked into a temporary file first), and reads its headers only. Closes `file` on failure.
 * Throws `not-an-image` where it is no tar, `truncated`, `malformed`, `too-large`, `unsupported` (xz, bzip2, zip).
 */
export async function openArchive(
  file: RandomAccess,
  what: string,
  ports: ArchivePorts,
  limits: InflateLimits = ARCHIVE_LIMITS,
): Promise<Archive> {
  let plain = file;
  try {
    plain = await unpacked(file, what, ports, limits);
    const { entries, complete } = await readTable(plain, what);
    return { what, complete, find: (name) => findFile(entries, plain, name, what), close: () => plain.close() };
  } catch (error) {
    await plain.close();
    throw error;
  }
}

/** The bytes of a stretch of a file. Throws `truncated` where the file ends before it. */
export async function* readStretch(file: ReadAt, offset: number, size: number, what: string): ByteStream {
  const buffer = new Uint8Array(Math.min(READ_BYTES, size));
  let done = 0;
  while (done < size) {
    const wanted = Math.min(buffer.length, size - done);
    const count = await file.read(offset + done, buffer.subarray(0, wanted));
    if (count === 0) throw new FromageError('truncated', `${what} ends after ${done} of its ${size} bytes`);
    done += count;
    yield buffer.subarray(0, count);
  }
}

/** The file itself where it is plain, else a temporary one, the file being closed. */
async function unpacked(file: RandomAccess, what: string, ports: ArchivePorts, limits: InflateLimits): Promise<RandomAccess> {
  const head = new Uint8Array(MAGIC_LENGTH);
  const count = await file.read(0, head);
  if (count === 0) throw new FromageError('truncated', `${what} is empty`);
  if (sniffPacking(head.subarray(0, count)) === 'none') return file;
  const stored = metered(readStretch(file, 0, file.size, what), `unpacking ${what}`, file.size, ports.progress);
  const stream = decompress(stored, what, limits, ports.inflate);
  const spooled = await ports.files.spool(stream, limits.maxBytes);
  await file.close();
  return spooled;
}

/** What is kept of an entry. */
type Placed = Pick<TarEntry, 'type' | 'sparse' | 'offset' | 'size' | 'linkName'>;

async function readTable(file: RandomAccess, what: string): Promise<{ entries: ReadonlyMap<string, Placed>; complete: boolean }> {
  const entries = new Map<string, Placed>();
  let characters = 0;
  const keep = ({ name, type, sparse, offset, size, linkName }: TarEntry): undefined => {
    characters += name.length + linkName.length;
    if (characters > MAX_NAME_CHARACTERS) throw new FromageError('too-large', 'the names in it are longer than those of any image');
    entries.set(normalName(name), { type, sparse, offset, size, linkName });
  };
  try {
    const { marked } = await scanTar(file, keep, ARCHIVE_TAR_LIMITS);
    return { entries, complete: marked };
  } catch (error) {
    throw nameArchive(error, what, entries.size);
  }
}

function nameArchive(error: unknown, what: string, entries: number): unknown {
  if (!(error instanceof FromageError)) return error;
  if (error.code === 'malformed' && entries === 0) return new FromageError('not-an-image', `${what} is no tar archive`, { cause: error });
  if (error.code === 'truncated')
    return new FromageError('truncated', `${what} was cut off: ${error.message}`, { cause: error, hint: 'save or fetch it again' });
  return new FromageError(error.code, `${what}: ${error.message}`, { cause: error });
}

function normalName(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function findFile(entries: ReadonlyMap<string, Placed>, file: RandomAccess, name: string, what: string): ArchiveFile | null {
  let at = safeName(name, '', what);
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const entry = entries.get(at);
    if (entry === undefined) return null;
    if (entry.type === 'file' && !entry.sparse) return archiveFile(entry, at, file, what);
    if (entry.type !== 'symlink' && entry.type !== 'hardlink') return null;
    at = safeName(entry.linkName, entry.type === 'symlink' ? folderOf(at) : '', what);
  }
  throw new FromageError('malformed', `${what}: the links at ${JSON.stringify(name.slice(0, 200))} go round in a circle`);
}

/** A name within the archive, `..` resolved. Throws `malformed` where it begins at the root or leads above the archive. */
function safeName(name: string, folder: string, what: string): string {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  if (name.startsWith('/') || name.includes('\0')) throw leadsOut(name, what);
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw leadsOut(name, what);
  }
  return parts.join('/');
}

function leadsOut(name: string, what: string): FromageError {
  return new FromageError('malformed', `${what}: the name ${JSON.stringify(name.slice(0, 200))} leads out of the archive`);
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

function archiveFile(entry: Placed, name: string, file: RandomAccess, what: string): ArchiveFile {
  const label = `${what}: ${name}`;
  const open = () => readStretch(file, entry.offset, entry.size, label);
  return {
    name,
    size: entry.size,
    place: { file, offset: entry.offset, size: entry.size, close: async () => {} },
    open,
    read: async (maxBytes) => {
      if (entry.size > maxBytes) throw new FromageError('too-large', `${label} has ${entry.size} bytes; at most ${maxBytes} are read`);
      return readAll(open(), label, maxBytes);
    },
  };
}

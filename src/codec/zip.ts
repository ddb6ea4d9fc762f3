import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import { inflateRaw } from './inflate.ts';
import { readRange, windowOf } from './read-at.ts';

/** An entry of a zip file's central directory; APPNOTE.TXT 4.3.12. */
export interface ZipEntry {
  /** As written: it may lead anywhere, and is never a path of this machine. */
  readonly name: string;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Bytes in the archive, and unpacked, as the directory says. */
  readonly storedSize: number;
  readonly size: number;
  /** Where its local header begins in the file. */
  readonly offset: number;
}

const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const MAX_DIRECTORY = 128 * 1024 * 1024;
const MAX_ENTRIES = 500_000;

/** A zip file's central directory. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Its size in bytes. */
  readonly size: number;
}

/**
 * The entries of a zip file, whatever stands before it (programs that unpack themselves). Throws `malformed`, `truncated`, and
 * `too-large` where the directory has over `maxBytes`.
 */
export async function readZipDirectory(file: ReadAt, maxBytes: number = MAX_DIRECTORY): Promise<ZipDirectory> {
  const end = await findEnd(file);
  const bytes = await readRange(file, end.start, end.size, 'the directory of the zip file', maxBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50; ) {
    if (entries.length === MAX_ENTRIES) throw new FromageError('too-large', `the zip file has over ${MAX_ENTRIES} entries`);
    const [nameSize, extraSize, commentSize] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const next = at + 46 + nameSize + extraSize + commentSize;
    if (next > bytes.length) throw new FromageError('truncated', 'the directory of the zip file ends within an entry');
    entries.push(readEntry(bytes, view, at, end.shift));
    at = next;
  }
  return { entries, size: bytes.length };
}

/** The content of an entry in memory. Throws `too-large` over `maxBytes`, `unsupported`, `malformed`, `truncated`. */
export async function readZipEntry(file: ReadAt, entry: ZipEntry, maxBytes: number): Promise<Uint8Array> {
  const stored = await openStored(file, entry);
  if (stored.size > maxBytes || entry.size > maxBytes)
    throw new FromageError('too-large', `an entry of the zip file has over ${maxBytes} bytes`);
  const bytes = await readRange(stored, 0, stored.size, 'an entry of the zip file');
  return entry.method === 0 ? bytes : inflateRaw(bytes, maxBytes, entry.size);
}

/** The content of an entry that is stored as it is, in its place in the file; null where it is not. Throws as readZipEntry. */
export async function openZipEntry(file: ReadAt, entry: ZipEntry): Promise<ReadAt | null> {
  return entry.method === 0 && !entry.isEncrypted ? openStored(file, entry) : null;
}

async function openStored(file: ReadAt, entry: ZipEntry): Promise<ReadAt> {
  if (entry.isEncrypted || (entry.method !== 0 && entry.method !== 8))
    throw new FromageError('unsupported', 'an entry of the zip file is encrypted, or compressed in a way that is not read');
  const head = await readRange(file, entry.offset, 30, 'an entry of the zip file');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50)
    throw new FromageError('malformed', 'an entry of the zip file is not where its directory says');
  const start = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.storedSize > file.size) throw new FromageError('truncated', 'an entry of the zip file ends too soon');
  return windowOf(file, start, entry.storedSize);
}

interface Directory {
  readonly start: number;
  readonly size: number;
  /** What stands before the archive, by which its offsets are too small. */
  readonly shift: number;
}

async function findEnd(file: ReadAt): Promise<Directory> {
  const size = Math.min(file.size, END_SIZE + MAX_COMMENT);
  const tailAt = file.size - size;
  const tail = await readRange(file, tailAt, size, 'the end of the zip file');
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = size - END_SIZE; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50 || at + END_SIZE + view.getUint16(at + 20, true) > size) continue;
    const told = { size: view.getUint32(at + 12, true), start: view.getUint32(at + 16, true) };
    const isLarge = told.start === 0xffffffff || told.size === 0xffffffff || view.getUint16(at + 10, true) === 0xffff;
    return (isLarge ? await findLargeEnd(file, tailAt + at) : null) ?? placed(told, tailAt + at);
  }
  throw new FromageError('malformed', 'it is no zip file, or its end is missing');
}

/** The directory ends where its end record begins, whatever offset is written. */
function placed(told: { readonly size: number; readonly start: number }, end: number): Directory {
  const start = end - told.size;
  if (start < 0) throw new FromageError('malformed', 'the zip file says that its directory is larger than the file');
  return { start, size: told.size, shift: Math.max(0, start - told.start) };
}

/** Zip64, for what is over 4 GB or has over 65,535 entries; APPNOTE.TXT 4.3.14. */
async function findLargeEnd(file: ReadAt, endAt: number): Promise<Directory | null> {
  if (endAt < 20 + 56) return null;
  const locator = await readRange(file, endAt - 20, 20, 'the end of the zip file');
  if (new DataView(locator.buffer, locator.byteOffset).getUint32(0, true) !== 0x07064b50) return null;
  const recordAt = endAt - 20 - 56;
  const record = await readRange(file, recordAt, 56, 'the end of the zip file');
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (view.getUint32(0, true) !== 0x06064b50) return null;
  return placed({ size: Number(view.getBigUint64(40, true)), start: Number(view.getBigUint64(48, true)) }, recordAt);
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, shift: number): ZipEntry {
  const nameEnd = at + 46 + view.getUint16(28 + at, true);
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const extra = bytes.subarray(nameEnd, nameEnd + view.getUint16(at + 30, true));
  const [size = 0, storedSize = 0, offset = 0] = sizes.includes(0xffffffff) ? widen(sizes, extra) : sizes;
  return {
    name: new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)),
    method: view.getUint16(at + 10, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    size,
    storedSize,
    offset: offset + shift,
  };
}

/** What does not fit 32 bits stands in the extra field 1, in this order; APPNOTE.TXT 4.5.3. */
function widen(sizes: readonly number[], extra: Uint8Array): readonly number[] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return sizes.map((size) => {
      if (size !== 0xffffffff || next + 8 > extra.length) return size;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  return sizes;
}

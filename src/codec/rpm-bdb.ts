import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import { readRange } from './read-at.ts';

/** Kinds of pages and of items, and sizes; Berkeley DB, dbinc/db_page.h. */
const [HASH_UNSORTED, OVERFLOW, HASH_META, HASH] = [2, 7, 8, 13];
const [ON_PAGE, OFF_PAGE] = [1, 3];
const HASH_MAGIC = 0x061561;
const [META_BYTES, HEAD_BYTES, OFF_PAGE_BYTES] = [72, 26, 12];

interface Database {
  readonly file: ReadAt;
  readonly isLittleEndian: boolean;
  readonly pageBytes: number;
  readonly pages: number;
  readonly maxBlobBytes: number;
  /** Bytes of packages that the file can still hold: no two lie in the same place. */
  left: number;
}

/**
 * The values of a hash database of Berkeley DB, which rpm before 4.16 keeps `Packages` in: a header for each package. The pages are
 * read in their order, whatever bucket they are of. Numbers are of the machine that made it. Throws `malformed`, `truncated`,
 * `unsupported` where it is no hash, `too-large` over `maxBlobBytes`.
 */
export async function* readBdbHash(file: ReadAt, maxBlobBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  const database = await openDatabase(file, maxBlobBytes);
  for (let number = 1; number < database.pages; number += 1) {
    const page = await readPage(database, number);
    const kind = page.getUint8(25);
    if (kind === HASH || kind === HASH_UNSORTED) yield* readPairs(database, page);
  }
}

async function openDatabase(file: ReadAt, maxBlobBytes: number): Promise<Database> {
  const view = viewOf(await readRange(file, 0, META_BYTES, "rpm's database"));
  const isLittleEndian = view.getUint32(12, true) === HASH_MAGIC;
  if (!isLittleEndian && view.getUint32(12) !== HASH_MAGIC)
    throw new FromageError('unsupported', 'it is no hash of Berkeley DB, nor another of the databases of rpm');
  const pageBytes = view.getUint32(20, isLittleEndian);
  if (view.getUint8(25) !== HASH_META || pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0)
    throw malformed('its first page says nothing that could be');
  if (view.getUint8(24) !== 0 || view.getUint8(26) !== 0)
    throw new FromageError('unsupported', 'the database is encrypted, or has sums in its pages');
  const told = view.getUint32(32, isLittleEndian) + 1;
  if (told * pageBytes > file.size) throw new FromageError('truncated', "rpm's database is cut off: it has fewer pages than it says");
  return { file, isLittleEndian, pageBytes, pages: told, maxBlobBytes, left: file.size };
}

async function readPage({ file, pageBytes }: Database, number: number): Promise<DataView> {
  return viewOf(await readRange(file, number * pageBytes, pageBytes, "a page of rpm's database"));
}

/** Items lie from the page's end towards its head, a key and its value by turns; what is large is on pages of its own. */
async function* readPairs(database: Database, page: DataView): AsyncGenerator<Uint8Array, void, undefined> {
  const { isLittleEndian, pageBytes } = database;
  const count = page.getUint16(20, isLittleEndian);
  if (HEAD_BYTES + count * 2 > pageBytes) throw malformed('a page has more items than fit');
  const startOf = (item: number) => (item < 0 ? pageBytes : page.getUint16(HEAD_BYTES + item * 2, isLittleEndian));
  for (let item = 0; item + 1 < count; item += 2) {
    const key = itemAt(page, startOf(item), startOf(item - 1));
    const value = itemAt(page, startOf(item + 1), startOf(item));
    if (!isCounter(key)) yield await readValue(database, value);
  }
}

function itemAt(page: DataView, start: number, end: number): DataView {
  if (start >= end || end > page.byteLength) throw malformed('an item is not within its page');
  return new DataView(page.buffer, page.byteOffset + start, end - start);
}

/** Under number 0 there is no package, but the highest number of one. */
function isCounter(key: DataView): boolean {
  return key.getUint8(0) === ON_PAGE && key.byteLength === 5 && key.getUint32(1) === 0;
}

async function readValue(database: Database, item: DataView): Promise<Uint8Array> {
  const kind = item.getUint8(0);
  if (kind === ON_PAGE) return new Uint8Array(item.buffer, item.byteOffset + 1, item.byteLength - 1);
  if (kind !== OFF_PAGE || item.byteLength < OFF_PAGE_BYTES) throw malformed('an item is of no known kind');
  return readChain(database, item.getUint32(4, database.isLittleEndian), item.getUint32(8, database.isLittleEndian));
}

/** Pages of one value lead each to the next, and say how many of their bytes are its. */
async function readChain(database: Database, first: number, length: number): Promise<Uint8Array> {
  const { isLittleEndian, pageBytes, maxBlobBytes } = database;
  if (length > maxBlobBytes)
    throw new FromageError('too-large', `a package's header has ${length} bytes; at most ${maxBlobBytes} are read`);
  if (length > database.left) throw malformed('its packages are larger than it is');
  database.left -= length;
  const bytes = new Uint8Array(length);
  let number = first;
  for (let at = 0; at < length; ) {
    const page = await readPage(database, number);
    const size = page.getUint16(22, isLittleEndian);
    if (page.getUint8(25) !== OVERFLOW || size === 0 || HEAD_BYTES + size > pageBytes || at + size > length)
      throw malformed('a package is not on the pages where it should be');
    bytes.set(new Uint8Array(page.buffer, page.byteOffset + HEAD_BYTES, size), at);
    at += size;
    number = page.getUint32(16, isLittleEndian);
  }
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed(why: string): FromageError {
  return new FromageError('malformed', `rpm's database is damaged: ${why}`);
}

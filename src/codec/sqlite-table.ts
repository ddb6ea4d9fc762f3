import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';

/** A value of a row: integers that fit, texts, bytes; floating-point numbers are not needed by anybody here. */
export type SqliteValue = null | number | string | Uint8Array;

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const [INTERIOR, LEAF] = [0x05, 0x0d];
/** Deeper than a tree of 2³² pages can be. */
const MAX_DEPTH = 40;
const MAX_PAGES = 4_000_000;

/**
 * The rows of one table of an SQLite database, read page by page: the file format, sqlite.org/fileformat2.html, sections 1.5 and 1.6.
 * What stands in a write-ahead log beside it is not seen. Throws `not-found` where there is no such table, `malformed`, `too-large`
 * where a row is over `maxRowBytes`.
 */
export async function* readSqliteTable(
  file: ReadAt,
  table: string,
  maxRowBytes: number,
): AsyncGenerator<readonly SqliteValue[], void, undefined> {
  const database = await openDatabase(file, maxRowBytes);
  for await (const [type, name, , rootPage] of rowsBelow(database, 1, 0)) {
    if (type !== 'table' || name !== table || typeof rootPage !== 'number') continue;
    yield* rowsBelow(database, rootPage, 0);
    return;
  }
  throw new FromageError('not-found', `the database has no table ${table}`);
}

interface Database {
  readonly maxRowBytes: number;
  /** Bytes of a page that hold anything. */
  readonly usable: number;
  /** One-based, as the format counts. */
  page(number: number): Promise<Uint8Array>;
}

async function openDatabase(file: ReadAt, maxRowBytes: number): Promise<Database> {
  const head = new Uint8Array(HEADER_BYTES);
  const got = await file.read(0, head);
  if (got < HEADER_BYTES || new TextDecoder().decode(head.subarray(0, MAGIC.length)) !== MAGIC) throw malformed('it does not begin as one');
  const stated = (head[16] ?? 0) * 256 + (head[17] ?? 0);
  const pageBytes = stated === 1 ? 65_536 : stated;
  const usable = pageBytes - (head[20] ?? 0);
  if (pageBytes < 512 || (pageBytes & (pageBytes - 1)) !== 0 || usable < 480) throw malformed('its page size is none');
  let left = MAX_PAGES;
  return {
    maxRowBytes,
    usable,
    async page(number) {
      left -= 1;
      if (left < 0) throw malformed('its pages lead in a circle');
      const bytes = new Uint8Array(pageBytes);
      if (number < 1 || (await file.read((number - 1) * pageBytes, bytes)) < pageBytes) throw malformed(`page ${number} is not there`);
      return bytes;
    },
  };
}

async function* rowsBelow(database: Database, number: number, depth: number): AsyncGenerator<readonly SqliteValue[], void, undefined> {
  if (depth > MAX_DEPTH) throw malformed('its pages lead in a circle');
  const page = await database.page(number);
  const view = new DataView(page.buffer);
  const start = number === 1 ? HEADER_BYTES : 0;
  const kind = page[start];
  if (kind !== INTERIOR && kind !== LEAF) throw malformed(`page ${number} is of no table`);
  const count = view.getUint16(start + 3);
  const cells = start + (kind === INTERIOR ? 12 : 8);
  if (cells + count * 2 > page.length) throw malformed(`page ${number} has too many cells`);
  for (let cell = 0; cell < count; cell += 1) {
    const at = view.getUint16(cells + cell * 2);
    if (at + 4 > page.length) throw malformed(`a cell of page ${number} is outside it`);
    if (kind === INTERIOR) yield* rowsBelow(database, view.getUint32(at), depth + 1);
    else yield await readRow(database, page, at);
  }
  if (kind === INTERIOR) yield* rowsBelow(database, view.getUint32(start + 8), depth + 1);
}

async function readRow(database: Database, page: Uint8Array, at: number): Promise<readonly SqliteValue[]> {
  const [size, afterSize] = varint(page, at);
  const [, start] = varint(page, afterSize);
  if (size > database.maxRowBytes) throw new FromageError('too-large', `a row has ${size} bytes; at most ${database.maxRowBytes} are read`);
  const local = localBytes(size, database.usable);
  if (start + local > page.length) throw malformed('a row is cut off');
  if (local === size) return readRecord(page.subarray(start, start + size));
  const payload = new Uint8Array(size);
  payload.set(page.subarray(start, start + local));
  await readOverflow(database, payload, local, new DataView(page.buffer).getUint32(start + local));
  return readRecord(payload);
}

/** How much of a row's payload stands on its leaf; section 1.6. */
function localBytes(size: number, usable: number): number {
  if (size <= usable - 35) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  return fitting <= usable - 35 ? fitting : least;
}

async function readOverflow(database: Database, payload: Uint8Array, from: number, first: number): Promise<void> {
  let [filled, next] = [from, first];
  while (filled < payload.length) {
    const page = await database.page(next);
    const part = page.subarray(4, Math.min(database.usable, 4 + payload.length - filled));
    payload.set(part, filled);
    filled += part.length;
    next = new DataView(page.buffer).getUint32(0);
  }
}

/** A record: the length of its header, a serial type for each column, the values; section 2.1. */
function readRecord(payload: Uint8Array): readonly SqliteValue[] {
  const [headerBytes, first] = varint(payload, 0);
  const values: SqliteValue[] = [];
  let [at, body] = [first, headerBytes];
  while (at < headerBytes && at < payload.length) {
    const [type, after] = varint(payload, at);
    const size = bytesOf(type);
    if (body + size > payload.length) throw malformed('a row is cut off');
    values.push(valueOf(type, payload.subarray(body, body + size)));
    [at, body] = [after, body + size];
  }
  return values;
}

function bytesOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function valueOf(type: number, bytes: Uint8Array): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes.slice() : new TextDecoder().decode(bytes);
  if (type === 8 || type === 9) return type - 8;
  if (type === 0 || type === 7 || type > 9) return null;
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return (bytes[0] ?? 0) < 0x80 ? value : value - 256 ** bytes.length;
}

/** Up to nine bytes, seven bits of each, the high bit saying that more follow. Larger than a double holds exactly is no length. */
function varint(bytes: Uint8Array, start: number): readonly [value: number, after: number] {
  let value = 0;
  for (let at = start; at < Math.min(start + 9, bytes.length); at += 1) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + 1];
  }
  if (start + 9 > bytes.length) throw malformed('a number is cut off');
  return [value, start + 9];
}

function malformed(why: string): FromageError {
  return new FromageError('malformed', `the SQLite database is damaged: ${why}`);
}

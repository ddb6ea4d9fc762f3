import { asObject, asObjects, asText, type JsonObject } from '../codec/json-shape.ts';
import type { AdvisorySet } from '../model/advisory.ts';
import { FromageError } from '../model/error.ts';

/*
 * The file: a line that says what it is, the length of the head, the head as JSON, then the parts one after another. The head tells the
 * sets and where each part is. For each family there is a table from names of packages to rows, for each shelf one from ids to facts, and
 * beside each the list of its texts.
 */

/** The version of the format: a program reads no other. */
const MARK = 'fromage advisories ';
const MAGIC = `${MARK}1\n`;
const LENGTH_DIGITS = 10;

/** The start of a file, before the head: whence the head can be read. */
export const START_BYTES = MAGIC.length + LENGTH_DIGITS + 1;

export const MAX_HEAD_BYTES = 16 * 1024 * 1024;

/** Where a part is, counted from the end of the head. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** A table and its texts. */
export interface TablePlace {
  readonly rows: Place;
  readonly texts: Place;
}

/** What a database was fetched from, and what tells whether there is something newer. */
export interface DatabaseSource {
  readonly url: string;
  readonly etag: string | null;
  /** As the server wrote it. */
  readonly lastModified: string | null;
}

/** What is told of all of it. */
export interface DatabaseAbout {
  readonly sets: readonly AdvisorySet[];
  /** None where it was not fetched. */
  readonly sources: readonly DatabaseSource[];
}

export interface DatabaseHead extends DatabaseAbout {
  readonly families: ReadonlyMap<string, TablePlace>;
  readonly shelves: ReadonlyMap<string, TablePlace>;
}

/** One part of a file that is written. */
export interface WrittenTable {
  readonly kind: 'families' | 'shelves';
  readonly name: string;
  readonly rows: Uint8Array;
  readonly texts: Uint8Array;
}

/** The bytes of a database, in order. */
export function writeDatabase(about: DatabaseAbout, tables: readonly WrittenTable[]): readonly Uint8Array[] {
  let offset = 0;
  const place = ({ length }: Uint8Array): readonly [number, number] => {
    offset += length;
    return [offset - length, length];
  };
  const placed = tables.map(({ kind, name, rows, texts }) => ({ kind, name, places: [...place(rows), ...place(texts)] }));
  const of = (kind: WrittenTable['kind']): Readonly<Record<string, readonly number[]>> =>
    Object.fromEntries(placed.filter((one) => one.kind === kind).map(({ name, places }) => [name, places]));
  return [...writeHead(about, of('families'), of('shelves')), ...tables.flatMap(({ rows, texts }) => [rows, texts])];
}

/** The same database, as of another day: its source was asked and has nothing newer. What it has not all of stays as it was. Throws `malformed`, `unsupported`. */
export function redateDatabase(bytes: Uint8Array, date: string, where: string): readonly Uint8Array[] {
  const end = START_BYTES + readStart(bytes.subarray(0, START_BYTES), where);
  const { sets, sources, families, shelves } = readHead(bytes.subarray(START_BYTES, end), where);
  const dated = sets.map((set) => (set.complete && (set.date === null || set.date < date) ? { ...set, date } : set));
  const numbersOf = (places: ReadonlyMap<string, TablePlace>): object =>
    Object.fromEntries([...places].map(([name, { rows, texts }]) => [name, [rows.offset, rows.length, texts.offset, texts.length]]));
  return [...writeHead({ sets: dated, sources }, numbersOf(families), numbersOf(shelves)), bytes.subarray(end)];
}

function writeHead({ sets, sources }: DatabaseAbout, families: object, shelves: object): readonly Uint8Array[] {
  const fetched = sources.length === 0 ? {} : { sources };
  const head = new TextEncoder().encode(JSON.stringify({ sets, ...fetched, families, shelves }));
  return [new TextEncoder().encode(`${MAGIC}${String(head.length).padStart(LENGTH_DIGITS)}\n`), head];
}

/** Whether a file begins as a database does, of this version or another. */
export function looksLikeDatabase(start: Uint8Array): boolean {
  return new TextDecoder().decode(start).startsWith(MARK);
}

/** The length of the head, from the first START_BYTES. Throws `malformed` where it is no database, `unsupported` where it is of another version. */
export function readStart(bytes: Uint8Array, where: string): number {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith(MAGIC)) {
    if (text.startsWith(MARK))
      throw new FromageError('unsupported', `${where} is a database of another version of its format`, {
        hint: 'make it again with this version: fromage db update',
      });
    throw new FromageError('malformed', `${where} is no database of advisories`);
  }
  const length = Number(text.slice(MAGIC.length));
  if (!Number.isInteger(length) || length < 2 || length > MAX_HEAD_BYTES)
    throw new FromageError('malformed', `${where}: the length of its head is no sensible number`);
  return length;
}

/** The head. Throws `malformed`. */
export function readHead(bytes: Uint8Array, where: string): DatabaseHead {
  const broken = (): FromageError =>
    new FromageError('malformed', `${where}: its head is damaged`, { hint: 'make it again: fromage db update' });
  let value: JsonObject | null = null;
  try {
    value = asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw broken();
  }
  if (value === null) throw broken();
  const sources = asObjects(value.sources).flatMap(readSource);
  return { sets: asObjects(value.sets).map(readSet), sources, families: readPlaces(value.families), shelves: readPlaces(value.shelves) };
}

function readSet(of: JsonObject): AdvisorySet {
  return {
    publisher: asText(of.publisher) ?? 'unknown',
    family: asText(of.family),
    release: asText(of.release),
    date: asText(of.date),
    complete: of.complete === true,
    unfixed: of.unfixed === true,
    advisories: Number(of.advisories) || 0,
    packages: Number(of.packages) || 0,
  };
}

function readSource(of: JsonObject): readonly DatabaseSource[] {
  const url = asText(of.url);
  return url === null ? [] : [{ url, etag: asText(of.etag), lastModified: asText(of.lastModified) }];
}

function readPlaces(value: unknown): ReadonlyMap<string, TablePlace> {
  const places = new Map<string, TablePlace>();
  for (const [name, numbers] of Object.entries(asObject(value) ?? {})) {
    if (!Array.isArray(numbers) || numbers.length !== 4 || !numbers.every((one) => Number.isSafeInteger(one) && one >= 0)) continue;
    const [rowsAt = 0, rowsLength = 0, textsAt = 0, textsLength = 0] = numbers as number[];
    places.set(name, { rows: { offset: rowsAt, length: rowsLength }, texts: { offset: textsAt, length: textsLength } });
  }
  return places;
}

import { openTexts } from '../codec/packed.ts';
import { openSortedTable, type SortedTable } from '../codec/sorted-table.ts';
import type { PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';
import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import { type DatabaseAbout, type Place, readHead, readStart, START_BYTES, type TablePlace } from './database-file.ts';
import { unpackRows } from './package-rows.ts';
import { shelfOf, unpackFacts } from './vulnerability-rows.ts';

/** One compiled database. What it is asked for is read at once, and kept. */
export interface AdvisoryDatabase extends DatabaseAbout {
  /** What is said of a package of a family: OSV's ecosystem without its release. */
  packages(family: string, name: string): Promise<readonly PackageAdvisory[]>;
  /** Null where nothing is said of that id. */
  vulnerability(id: string): Promise<VulnerabilityFacts | null>;
  /** Which packages are named, family by family. */
  names(): AsyncGenerator<readonly [family: string, name: string]>;
  /** Of which vulnerabilities something is said. */
  ids(): AsyncGenerator<string>;
}

interface OpenTable {
  readonly rows: SortedTable;
  readonly textOf: (number: number) => string;
}

/** Opens a compiled database. Throws `malformed`, `unsupported` and what reading throws. */
export async function openDatabase(file: ReadAt, where: string): Promise<AdvisoryDatabase> {
  const length = readStart(await readAll(file, { offset: 0, length: START_BYTES }, where), where);
  const head = readHead(await readAll(file, { offset: START_BYTES, length }, where), where);
  const base = START_BYTES + length;
  const tables = new Map<TablePlace, Promise<OpenTable>>();
  const part = ({ offset, length }: Place): Promise<Uint8Array> => readAll(file, { offset: base + offset, length }, where);
  const load = async (place: TablePlace): Promise<OpenTable> => {
    const [rows, texts] = await Promise.all([part(place.rows), part(place.texts)]);
    const opened = openSortedTable(rows);
    if (opened === null) throw new FromageError('malformed', `${where} is damaged`, { hint: 'make it again: fromage db update' });
    return { rows: opened, textOf: openTexts(texts) };
  };
  const open = (place: TablePlace | undefined): Promise<OpenTable> | null => {
    if (place === undefined) return null;
    const known = tables.get(place) ?? load(place);
    tables.set(place, known);
    return known;
  };
  const rowsOf = (bytes: Uint8Array, family: string, name: string, textOf: OpenTable['textOf']): readonly PackageAdvisory[] =>
    unpackRows(bytes, { family, name, sets: head.sets, textOf });
  return {
    sets: head.sets,
    sources: head.sources,
    async packages(family, name) {
      const table = await open(head.families.get(family));
      const bytes = table?.rows.get(name) ?? null;
      return table === null || bytes === null ? [] : rowsOf(bytes, family, name, table.textOf);
    },
    async vulnerability(id) {
      const table = await open(head.shelves.get(shelfOf(id)));
      const bytes = table?.rows.get(id) ?? null;
      return table === null || bytes === null ? null : unpackFacts(id, bytes, table.textOf);
    },
    async *names() {
      for (const [family, place] of head.families) for (const [name] of (await load(place)).rows.entries()) yield [family, name];
    },
    async *ids() {
      for (const place of head.shelves.values()) for (const [id] of (await load(place)).rows.entries()) yield id;
    },
  };
}

async function readAll(file: ReadAt, { offset, length }: Place, where: string): Promise<Uint8Array> {
  if (offset + length > file.size)
    throw new FromageError('truncated', `${where} ends too soon`, { hint: 'make it again: fromage db update' });
  const bytes = new Uint8Array(length);
  const got = await file.read(offset, bytes);
  if (got < length) throw new FromageError('truncated', `${where} ends too soon`, { hint: 'make it again: fromage db update' });
  return bytes;
}

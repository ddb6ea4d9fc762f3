import { joinBytes } from '../codec/join-bytes.ts';
import { encodeTexts, numberTexts, type TextNumbers } from '../codec/packed.ts';
import { encodeSortedTable } from '../codec/sorted-table.ts';
import type { Advisory, AdvisorySet, AffectedPackage, VulnerabilityFacts } from '../model/advisory.ts';
import { type DatabaseSource, type WrittenTable, writeDatabase } from './database-file.ts';
import { mergeFacts, saysNothingNew } from './facts.ts';
import { foldName } from './fold-name.ts';
import { getOrAdd } from './get-or-add.ts';
import { collectSets, type CompleteEcosystems, countSets, isOfEcosystem, partsOfKey } from './count-sets.ts';
import { packRow } from './package-rows.ts';
import { type Family, groupsOf, joinRows, type StoredRow, storeRow } from './stored-rows.ts';
import { packFacts, shelfOf } from './vulnerability-rows.ts';

/** Where an advisory is from, and what is known of all that is from there. */
export interface AdvisoryOrigin {
  /** Null where the id says it. */
  readonly publisher: string | null;
  /** The day all of it was true; null where its newest advisory says it. */
  readonly date: string | null;
  readonly complete: boolean;
  /** Whether what came before under the same id stays: this is about other packages, releases or repositories. */
  readonly parts?: boolean;
}

/** Collects advisories, in any order, and writes them down. */
export interface DatabaseBuilder {
  /** An id that came before is replaced, unless what came is older. */
  add(advisory: Advisory, origin: AdvisoryOrigin): void;
  /** That there is a set, though nothing may be in it. */
  note(set: AdvisorySet): void;
  /** Whether anything is about that ecosystem, as OSV writes it: `npm`, `Debian:12`. */
  has(ecosystem: string): boolean;
  /** The file, in parts. The same advisories give the same bytes. */
  finish(options?: FinishOptions): readonly Uint8Array[];
}

export interface FinishOptions {
  /** Dates of sets that their advisories do not tell. */
  readonly dateOf?: (set: AdvisorySet) => string | null;
  /** Whether to leave out what is said of vulnerabilities that no package is affected by. */
  readonly onlyNamed?: boolean;
  /** Ecosystems that all is in of; one without its release is of all releases. */
  readonly complete?: CompleteEcosystems;
  /** What it was fetched from. */
  readonly sources?: readonly DatabaseSource[];
}

interface Kept {
  readonly facts: VulnerabilityFacts;
  /** The family and folded name of each row. */
  readonly rows: readonly (readonly [family: string, name: string])[];
}

/** Memory grows with what is kept, not with what is read: of each advisory some hundred bytes. */
export function buildDatabase(): DatabaseBuilder {
  const kept = new Map<string, Kept>();
  const families = new Map<string, Family>();
  const known = collectSets();
  return { add, note, has, finish };

  function add(advisory: Advisory, origin: AdvisoryOrigin): void {
    const { affected, ...facts } = advisory;
    const before = kept.get(facts.id);
    // What merely rates a CVE is added to what an advisory says of it, and the other way round.
    const isRating = affected.length === 0 && !facts.withdrawn;
    const isAdded = isRating || (origin.parts === true && !facts.withdrawn);
    if (before !== undefined && !isAdded) {
      if (facts.modified !== null && before.facts.modified !== null && facts.modified < before.facts.modified) return;
      for (const [family, name] of before.rows) families.get(family)?.get(name)?.delete(facts.id);
    }
    const publisher = origin.publisher ?? publisherOf(facts.id, affected);
    if (affected.length === 0 && origin.publisher !== null) known.count(known.numberOf(publisher, null, null), facts, origin);
    const rows = addRows(facts.id, affected, publisher, origin);
    const held = !isAdded || before === undefined ? rows : rows.length === 0 ? before.rows : [...before.rows, ...rows];
    kept.set(facts.id, { facts: before === undefined ? facts : merge(before.facts, facts, isAdded), rows: held });
  }

  function addRows(id: string, affected: readonly AffectedPackage[], publisher: string, origin: AdvisoryOrigin): Kept['rows'] {
    const setOf = ({ family, release }: AffectedPackage): number => {
      const number = known.numberOf(publisher, family, release);
      known.note(number, origin);
      return number;
    };
    const put = (family: string, name: string, of: readonly AffectedPackage[]): readonly [string, string] => {
      const table = getOrAdd(families, family, () => new Map<string, Map<string, StoredRow>>());
      const rows = getOrAdd(table, name, () => new Map<string, StoredRow>());
      const before = origin.parts === true ? rows.get(id) : undefined;
      const row = storeRow(of, setOf);
      rows.set(id, before === undefined ? row : joinRows(before, row));
      return [family, name];
    };
    return groupByName(affected).map(([family, name, of]) => put(family, name, of));
  }

  function note({ publisher, family, release, date, complete, advisories }: AdvisorySet): void {
    const set = known.numberOf(publisher, family, release);
    known.note(set, { publisher, date, complete });
    if (family === null) known.expect(set, advisories);
  }

  function has(ecosystem: string): boolean {
    return known.all().keys.some((key) => isOfEcosystem(ecosystem, partsOfKey(key)));
  }

  function finish({ dateOf, onlyNamed = false, complete, sources = [] }: FinishOptions = {}): readonly Uint8Array[] {
    const written = onlyNamed ? named(kept) : kept;
    const sets = countSets({ families, ...known.all(), factsOf: (id) => written.get(id)?.facts ?? null }, { dateOf, complete });
    const places = new Map([...sets.keys()].map((number, at) => [number, at]));
    const tables = [...familyTables(families, (number) => places.get(number) ?? 0), ...shelfTables(written)];
    return writeDatabase({ sets: [...sets.values()], sources }, tables);
  }
}

function groupByName(
  affected: readonly AffectedPackage[],
): readonly (readonly [family: string, name: string, of: readonly AffectedPackage[]])[] {
  const byName = Map.groupBy(affected, ({ family, name }) => `${family}\n${foldName(family, name)}`);
  return [...byName].map(([key, of]) => {
    const [family = '', name = ''] = key.split('\n');
    return [family, name, of] as const;
  });
}

/** By the first word of its id: `DSA`, `ALPINE`, `GO`. Ids of CVEs say nothing of who wrote them: those are by the family they are about. */
function publisherOf(id: string, affected: readonly AffectedPackage[]): string {
  const word = /^[A-Za-z]+/.exec(id)?.[0] ?? 'unknown';
  return word === 'CVE' ? (affected[0]?.family ?? word) : word;
}

function merge(before: VulnerabilityFacts, after: VulnerabilityFacts, isAdded: boolean): VulnerabilityFacts {
  if (!isAdded) return mergeFacts(before, after);
  return saysNothingNew(before, after) ? before : { ...mergeFacts(before, after), withdrawn: before.withdrawn };
}

function* familyTables(families: ReadonlyMap<string, Family>, numberOf: (set: number) => number): Generator<WrittenTable> {
  for (const [family, table] of [...families].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const texts = numberTexts();
    const rows = [...table]
      .filter(([, of]) => of.size > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => [name, packRows(of, numberOf, texts)] as const);
    if (rows.length > 0) yield { kind: 'families', name: family, rows: encodeSortedTable(rows), texts: encodeTexts(texts.all()) };
  }
}

function packRows(of: ReadonlyMap<string, StoredRow>, numberOf: (set: number) => number, texts: TextNumbers): Uint8Array {
  return joinBytes([...of].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, row]) => packRow(id, groupsOf(row, numberOf), texts)));
}

/** Advisories that affect a package, and what they name. */
function named(kept: ReadonlyMap<string, Kept>): ReadonlyMap<string, Kept> {
  const wanted = new Set<string>();
  for (const [id, { facts, rows }] of kept)
    if (rows.length > 0) for (const one of [id, ...facts.aliases, ...facts.upstream]) wanted.add(one);
  return new Map([...kept].filter(([id]) => wanted.has(id)));
}

function* shelfTables(kept: ReadonlyMap<string, Kept>): Generator<WrittenTable> {
  const shelves = Map.groupBy(
    [...kept.values()].map(({ facts }) => facts).filter(({ id }) => id !== ''),
    ({ id }) => shelfOf(id),
  );
  for (const [name, facts] of [...shelves].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const texts = numberTexts();
    const rows = facts.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((of) => [of.id, packFacts(of, texts)] as const);
    yield { kind: 'shelves', name, rows: encodeSortedTable(rows), texts: encodeTexts(texts.all()) };
  }
}

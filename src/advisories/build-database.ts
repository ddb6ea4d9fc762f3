import { encodeTexts, numberTexts, type TextNumbers } from '../codec/packed.ts';
import { encodeSortedTable } from '../codec/sorted-table.ts';
import type { Advisory, AdvisorySet, AffectedPackage, VulnerabilityFacts } from '../model/advisory.ts';
import { isAffected } from '../version/affected.ts';
import { findScheme } from '../version/index.ts';
import { type WrittenTable, writeDatabase } from './database-file.ts';
import { mergeFacts } from './facts.ts';
import { foldName } from './fold-name.ts';
import { countSets, later, type Family, type StoredGroup, setKey } from './count-sets.ts';
import { packRow, type RowGroup } from './package-rows.ts';
import { packFacts, shelfOf } from './vulnerability-rows.ts';

/** Where an advisory is from, and what is known of all that is from there. */
export interface AdvisoryOrigin {
  /** Null where the id says it. */
  readonly publisher: string | null;
  /** The day all of it was true; null where its newest advisory says it. */
  readonly date: string | null;
  readonly complete: boolean;
}

/** Collects advisories, in any order, and writes them down. */
export interface DatabaseBuilder {
  /** An id that came before is replaced, unless what came is older. */
  add(advisory: Advisory, origin: AdvisoryOrigin): void;
  /** The file, in parts. The same advisories give the same bytes. */
  finish(options?: FinishOptions): readonly Uint8Array[];
}

export interface FinishOptions {
  /** Dates of sets that their advisories do not tell. */
  readonly dateOf?: (set: AdvisorySet) => string | null;
  /** Whether to leave out what is said of vulnerabilities that no package is affected by. */
  readonly onlyNamed?: boolean;
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
  const origins = new Map<string, AdvisoryOrigin>();
  return { add, finish };

  function add(advisory: Advisory, origin: AdvisoryOrigin): void {
    const { affected, ...facts } = advisory;
    const before = kept.get(facts.id);
    // What merely rates a CVE is added to what an advisory says of it, and the other way round.
    const isRating = affected.length === 0 && !facts.withdrawn;
    const older =
      before !== undefined && facts.modified !== null && before.facts.modified !== null && facts.modified < before.facts.modified;
    if (before !== undefined && older && !isRating) return;
    if (before !== undefined && !isRating) for (const [family, name] of before.rows) families.get(family)?.get(name)?.delete(facts.id);
    const publisher = origin.publisher ?? publisherOf(facts.id, affected);
    const rows = isRating ? (before?.rows ?? []) : addRows(facts.id, affected, publisher);
    kept.set(facts.id, { facts: before === undefined ? facts : merge(before.facts, facts, isRating), rows });
    noteOrigin(origins, publisher, affected, origin);
  }

  function addRows(id: string, affected: readonly AffectedPackage[], publisher: string): Kept['rows'] {
    const byName = Map.groupBy(affected, ({ family, name }) => `${family}\n${foldName(family, name)}`);
    return [...byName].map(([key, of]) => {
      const [family = '', name = ''] = key.split('\n');
      const table = families.get(family) ?? new Map<string, Map<string, string>>();
      families.set(family, table);
      const rows = table.get(name) ?? new Map<string, string>();
      table.set(name, rows);
      rows.set(id, JSON.stringify(groupAlike(of, publisher)));
      return [family, name] as const;
    });
  }

  function finish({ dateOf, onlyNamed = false }: FinishOptions = {}): readonly Uint8Array[] {
    const sets = countSets({ families, origins, factsOf: (id) => kept.get(id)?.facts ?? null }, dateOf);
    const numbers = new Map(sets.map((set, at) => [setKey(set.publisher, set.family, set.release), at]));
    const tables = [...familyTables(families, numbers), ...shelfTables(onlyNamed ? named(kept) : kept)];
    return writeDatabase(sets, tables);
  }
}

/** Of each set that an advisory is of: whether all of it is there, and to what day. */
function noteOrigin(
  origins: Map<string, AdvisoryOrigin>,
  publisher: string,
  affected: readonly AffectedPackage[],
  { publisher: stated, date, complete }: AdvisoryOrigin,
): void {
  const named = affected.map(({ family, release }) => setKey(publisher, family, release));
  const keys = named.length === 0 && stated !== null ? [setKey(publisher, null, null)] : named;
  for (const key of new Set(keys)) {
    const before = origins.get(key);
    origins.set(key, { publisher, date: later(date, before?.date ?? null), complete: complete || before?.complete === true });
  }
}

/** By the first word of its id: `DSA`, `ALPINE`, `GO`. Ids of CVEs say nothing of who wrote them: those are by the family they are about. */
function publisherOf(id: string, affected: readonly AffectedPackage[]): string {
  const word = /^[A-Za-z]+/.exec(id)?.[0] ?? 'unknown';
  return word === 'CVE' ? (affected[0]?.family ?? word) : word;
}

function merge(before: VulnerabilityFacts, after: VulnerabilityFacts, isRating: boolean): VulnerabilityFacts {
  return isRating ? { ...mergeFacts(before, after), withdrawn: before.withdrawn } : mergeFacts(before, after);
}

/** What is said alike of several releases, once. */
function groupAlike(affected: readonly AffectedPackage[], publisher: string): readonly StoredGroup[] {
  const groups = new Map<string, { sets: Set<string>; affected: AffectedPackage }>();
  for (const one of affected) {
    const slim = { ...one, versions: notInRanges(one) };
    const key = JSON.stringify([slim.ranges, slim.versions, slim.status, slim.urgency, slim.repository, slim.stream]);
    const group = groups.get(key) ?? { sets: new Set<string>(), affected: slim };
    groups.set(key, group);
    group.sets.add(setKey(publisher, one.family, one.release));
  }
  return [...groups.values()].map(({ sets, affected: of }) => ({
    sets: [...sets],
    affected: { ...of, family: '', name: '', release: null },
  }));
}

/** Versions that are named although a range has them already say nothing more. */
function notInRanges({ family, ranges, versions }: AffectedPackage): readonly string[] {
  const scheme = ranges.length === 0 || versions.length === 0 ? null : findScheme(family);
  return scheme === null ? versions : versions.filter((version) => !ranges.some((events) => isAffected(scheme, events, version) === true));
}

function* familyTables(families: ReadonlyMap<string, Family>, numbers: ReadonlyMap<string, number>): Generator<WrittenTable> {
  for (const [family, table] of [...families].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const texts = numberTexts();
    const rows = [...table]
      .filter(([, of]) => of.size > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => [name, packRows(of, numbers, texts)] as const);
    if (rows.length > 0) yield { kind: 'families', name: family, rows: encodeSortedTable(rows), texts: encodeTexts(texts.all()) };
  }
}

function packRows(of: ReadonlyMap<string, string>, numbers: ReadonlyMap<string, number>, texts: TextNumbers): Uint8Array {
  const parts = [...of]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, stored]) => {
      const groups = (JSON.parse(stored) as readonly StoredGroup[]).map(
        ({ sets, affected }): RowGroup => ({ sets: sets.flatMap((key) => numbers.get(key) ?? []).toSorted((a, b) => a - b), affected }),
      );
      return packRow(id, groups, texts);
    });
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
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

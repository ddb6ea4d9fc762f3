import type { AdvisoryStatus, AffectedPackage, RangeEvent } from '../model/advisory.ts';
import { isAffected } from '../version/affected.ts';
import { findScheme } from '../version/index.ts';
import type { RowGroup } from './package-rows.ts';

/** What an advisory says of a package while a database is made: as a text, which takes a tenth of the memory of objects. */
export interface StoredRow {
  /** Numbers of the sets that it is of. */
  readonly sets: readonly number[];
  /** Those for which some version has no fix. */
  readonly unfixed: readonly number[];
  readonly text: string;
}

/** The rows of a family: by name, then by the id of the advisory. */
export type Family = Map<string, Map<string, StoredRow>>;

/** A group in the text: its sets, ranges (an event is the place of its kind and its version), versions, and words. */
type StoredGroup = readonly [
  sets: readonly number[],
  ranges: readonly (readonly string[])[],
  versions: readonly string[],
  status: AdvisoryStatus | null,
  urgency: string | null,
  repository: string | null,
  stream: string | null,
];

const KINDS: readonly RangeEvent['kind'][] = ['introduced', 'fixed', 'last_affected', 'limit'];

/** All that an advisory says of one package, what is said alike of several sets once. */
export function storeRow(affected: readonly AffectedPackage[], setOf: (affected: AffectedPackage) => number): StoredRow {
  const groups = new Map<string, Set<number>>();
  const unfixed = new Set<number>();
  for (const one of affected) {
    const set = setOf(one);
    const told = JSON.stringify([
      one.ranges.map((events) => events.map(({ kind, version }) => `${KINDS.indexOf(kind)}${version}`)),
      notInRanges(one),
      one.status,
      one.urgency,
      one.repository,
      one.stream,
    ]);
    const sets = groups.get(told) ?? new Set();
    groups.set(told, sets.add(set));
    if (one.ranges.some((events) => events.every(({ kind }) => kind === 'introduced'))) unfixed.add(set);
  }
  return asRow(
    [...groups].map(([told, sets]) => [[...sets], told]),
    [...unfixed],
  );
}

/** Both; of a set and repository that both are about, what `after` says. */
export function joinRows(before: StoredRow, after: StoredRow): StoredRow {
  const newer = parseRow(after);
  const kept = parseRow(before).flatMap(([sets, ...told]): readonly (readonly [readonly number[], string])[] => {
    const left = sets.filter((set) => !newer.some(([others, , , , , repository]) => repository === told[4] && others.includes(set)));
    return left.length === 0 ? [] : [[left, JSON.stringify(told)]];
  });
  const added = newer.map(([sets, ...told]) => [sets, JSON.stringify(told)] as const);
  const sets = [...kept, ...added].flatMap(([of]) => of);
  const unfixed = before.unfixed.filter((set) => !after.sets.includes(set) && sets.includes(set));
  return asRow([...kept, ...added], [...unfixed, ...after.unfixed]);
}

/** The groups, as they are packed. `numberOf` gives the sets their numbers in the file. */
export function groupsOf(row: StoredRow, numberOf: (set: number) => number): readonly RowGroup[] {
  return parseRow(row).map(([sets, ranges, versions, status, urgency, repository, stream]) => ({
    sets: sets.map(numberOf).toSorted((a, b) => a - b),
    affected: { ...NAMELESS, ranges: ranges.map((events) => events.map(readEvent)), versions, status, urgency, repository, stream },
  }));
}

const NAMELESS = { family: '', release: null, name: '' };

function readEvent(text: string): RangeEvent {
  return { kind: KINDS[text.charCodeAt(0) - 0x30] ?? 'introduced', version: text.slice(1) };
}

function asRow(groups: readonly (readonly [sets: readonly number[], told: string])[], unfixed: readonly number[]): StoredRow {
  const text = groups.map(([sets, told]) => `[[${sets.join(',')}],${told.slice(1)}`).join(',');
  return { sets: [...new Set(groups.flatMap(([sets]) => sets))], unfixed: unfixed.length === 0 ? NONE : unfixed, text };
}

const NONE: readonly number[] = [];

function parseRow({ text }: StoredRow): readonly StoredGroup[] {
  return JSON.parse(`[${text}]`) as readonly StoredGroup[];
}

/** Versions that are named although a range has them already say nothing more. */
function notInRanges({ family, ranges, versions }: AffectedPackage): readonly string[] {
  const scheme = ranges.length === 0 || versions.length === 0 ? null : findScheme(family);
  return scheme === null ? versions : versions.filter((version) => !ranges.some((events) => isAffected(scheme, events, version) === true));
}

import type { AdvisorySet, AffectedPackage, VulnerabilityFacts } from '../model/advisory.ts';
import type { AdvisoryOrigin } from './build-database.ts';

/** The rows of a family: by name, then by the id of the advisory, what it says. Kept as a text, which is a tenth of what objects take. */
export type Family = Map<string, Map<string, string>>;

/** What an advisory says of a package in some sets alike. */
export interface StoredGroup {
  /** Their keys. */
  readonly sets: readonly string[];
  readonly affected: AffectedPackage;
}

/** What is counted. */
export interface Collected {
  readonly families: ReadonlyMap<string, Family>;
  /** By key of the set. */
  readonly origins: ReadonlyMap<string, AdvisoryOrigin>;
  factsOf(id: string): VulnerabilityFacts | null;
}

/** A set in one text; those without a family come first. */
export function setKey(publisher: string, family: string | null, release: string | null): string {
  return `${family ?? ''}\n${release ?? ''}\n${publisher}`;
}

export function later(a: string | null, b: string | null): string | null {
  return a !== null && (b === null || a > b) ? a : b;
}

interface Tally {
  date: string | null;
  unfixed: boolean;
  readonly advisories: Set<string>;
  readonly packages: Set<string>;
}

/** All sets, in the order of their keys, counted from what is kept in the end. `dateOf` knows the dates of some better. */
export function countSets(collected: Collected, dateOf?: (set: AdvisorySet) => string | null): readonly AdvisorySet[] {
  const tallies = tallyAll(collected);
  for (const key of collected.origins.keys()) if (key.startsWith('\n') && !tallies.has(key)) tallies.set(key, emptyTally());
  return [...tallies]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { date, unfixed, advisories, packages }]): AdvisorySet => {
      const [family = '', release = '', publisher = ''] = key.split('\n');
      const origin = collected.origins.get(key);
      const set = {
        publisher,
        family: family || null,
        release: release || null,
        date: origin?.date ?? date,
        complete: origin?.complete === true,
        unfixed,
        advisories: advisories.size,
        packages: packages.size,
      };
      return { ...set, date: dateOf?.(set) ?? set.date };
    });
}

function emptyTally(): Tally {
  return { date: null, unfixed: false, advisories: new Set(), packages: new Set() };
}

function tallyAll({ families, factsOf }: Collected): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const [name, id, { sets, affected }] of storedGroups(families)) {
    const facts = factsOf(id);
    for (const key of sets) {
      const tally = tallies.get(key) ?? emptyTally();
      tallies.set(key, tally);
      tally.packages.add(name);
      tally.advisories.add(id);
      tally.unfixed ||= isUnfixed(affected);
      tally.date = later(facts?.modified ?? facts?.published ?? null, tally.date);
    }
  }
  return tallies;
}

function* storedGroups(families: Collected['families']): Generator<readonly [name: string, id: string, group: StoredGroup]> {
  for (const table of families.values())
    for (const [name, rows] of table)
      for (const [id, groups] of rows) for (const group of JSON.parse(groups) as readonly StoredGroup[]) yield [name, id, group];
}

function isUnfixed({ ranges }: AffectedPackage): boolean {
  return ranges.some((events) => events.every(({ kind }) => kind === 'introduced'));
}

import type { AdvisorySet, VulnerabilityFacts } from '../model/advisory.ts';
import type { AdvisoryOrigin } from './build-database.ts';
import { getOrAdd } from './get-or-add.ts';
import type { Family } from './stored-rows.ts';

/** What is counted. */
export interface Collected {
  readonly families: ReadonlyMap<string, Family>;
  /** The key of each set, by number. */
  readonly keys: readonly string[];
  /** By number of the set. */
  readonly origins: ReadonlyMap<number, AdvisoryOrigin>;
  /** By number of a set without a family: of which vulnerabilities it says something. */
  readonly rated: ReadonlyMap<number, Rated>;
  factsOf(id: string): VulnerabilityFacts | null;
}

/** The sets that advisories are of, by number, and what is known of each as a whole. */
export interface KnownSets {
  numberOf(publisher: string, family: string | null, release: string | null): number;
  /** Whether all of it is there, and to what day: said once, it holds. */
  note(set: number, origin: AdvisoryOrigin): void;
  /** That a set says something of a vulnerability as such. */
  count(set: number, facts: VulnerabilityFacts, origin: AdvisoryOrigin): void;
  /** That a set says something of so many vulnerabilities, which come without their origin. */
  expect(set: number, vulnerabilities: number): void;
  all(): Pick<Collected, 'keys' | 'origins' | 'rated'>;
}

interface Rated {
  readonly ids: Set<string>;
  /** How many there are at least: some came without their origin. */
  atLeast: number;
  /** The newest day that one of them tells. */
  date: string | null;
}

export function collectSets(): KnownSets {
  const numbers = new Map<string, number>();
  const origins = new Map<number, AdvisoryOrigin>();
  const rated = new Map<number, Rated>();
  return {
    // A set in one text; those without a family come first.
    numberOf: (publisher, family, release) => getOrAdd(numbers, `${family ?? ''}\n${release ?? ''}\n${publisher}`, () => numbers.size),
    note,
    count(set, { id, modified, published }, origin) {
      note(set, origin);
      const of = ratedBy(set);
      of.ids.add(id);
      of.date = later(modified ?? published, of.date);
    },
    expect(set, vulnerabilities) {
      const of = ratedBy(set);
      of.atLeast = Math.max(of.atLeast, vulnerabilities);
    },
    all: () => ({ keys: [...numbers.keys()], origins, rated }),
  };

  function ratedBy(set: number): Rated {
    return getOrAdd(rated, set, () => ({ ids: new Set<string>(), atLeast: 0, date: null }));
  }

  function note(set: number, { publisher, date, complete }: AdvisoryOrigin): void {
    const before = origins.get(set);
    if (before !== undefined && (before.complete || !complete) && (date === null || before.date === date)) return;
    origins.set(set, { publisher, date: later(date, before?.date ?? null), complete: complete || before?.complete === true });
  }
}

function later(a: string | null, b: string | null): string | null {
  return a !== null && (b === null || a > b) ? a : b;
}

/** Ecosystems that all is known of. */
export interface CompleteEcosystems {
  /** As OSV writes them: `npm`, `Alpine:v3.20`; one without its release is of all releases. */
  readonly ecosystems: readonly string[];
  /** The day it was true; null where what is said tells it. */
  readonly date: string | null;
}

type SetParts = Pick<AdvisorySet, 'publisher' | 'family' | 'release'>;

/** Whether a set is about that ecosystem. */
export function isOfEcosystem(ecosystem: string, { family, release }: Pick<AdvisorySet, 'family' | 'release'>): boolean {
  return family !== null && (ecosystem === family || (release !== null && ecosystem === `${family}:${release}`));
}

export function partsOfKey(key: string): SetParts {
  const [family = '', release = '', publisher = ''] = key.split('\n');
  return { publisher, family: family || null, release: release || null };
}

/** What is known of the sets beside what is in them. */
interface CountOptions {
  /** Knows the dates of some better. */
  readonly dateOf?: ((set: AdvisorySet) => string | null) | undefined;
  readonly complete?: CompleteEcosystems | undefined;
}

interface Tally {
  date: string | null;
  unfixed: boolean;
  readonly advisories: Set<string>;
  readonly packages: Set<string>;
}

/** All sets, in the order of their keys, counted from what is kept in the end. */
export function countSets(collected: Collected, { dateOf, complete }: CountOptions): ReadonlyMap<number, AdvisorySet> {
  const { keys, origins, rated, factsOf } = collected;
  const tallies = tallyAll(collected);
  for (const number of origins.keys()) if (keys[number]?.startsWith('\n') && !tallies.has(number)) tallies.set(number, emptyTally());
  const sorted = [...tallies].toSorted(([a], [b]) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  return new Map(
    sorted.map(([number, { date, unfixed, advisories, packages }]): readonly [number, AdvisorySet] => {
      const parts = partsOfKey(keys[number] ?? '');
      const [origin, of] = [origins.get(number), rated.get(number)];
      const isComplete = complete?.ecosystems.some((one) => isOfEcosystem(one, parts)) === true;
      const set = {
        ...parts,
        date: (isComplete ? complete?.date : null) ?? origin?.date ?? of?.date ?? date,
        complete: isComplete || origin?.complete === true,
        unfixed,
        advisories: of === undefined ? advisories.size : Math.max(of.atLeast, keptOf(of, factsOf)),
        packages: packages.size,
      };
      return [number, { ...set, date: dateOf?.(set) ?? set.date }];
    }),
  );
}

function keptOf({ ids }: Rated, factsOf: Collected['factsOf']): number {
  let count = 0;
  for (const id of ids) if (factsOf(id) !== null) count += 1;
  return count;
}

function emptyTally(): Tally {
  return { date: null, unfixed: false, advisories: new Set(), packages: new Set() };
}

function tallyAll({ families, factsOf }: Collected): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  for (const [name, id, { sets, unfixed }] of storedRows(families)) {
    const facts = factsOf(id);
    const date = facts?.modified ?? facts?.published ?? null;
    for (const set of sets) {
      const tally = tallies.get(set) ?? emptyTally();
      tallies.set(set, tally);
      tally.packages.add(name);
      tally.advisories.add(id);
      tally.unfixed ||= unfixed.includes(set);
      tally.date = later(date, tally.date);
    }
  }
  return tallies;
}

function* storedRows(families: Collected['families']) {
  for (const table of families.values()) for (const [name, rows] of table) for (const [id, row] of rows) yield [name, id, row] as const;
}

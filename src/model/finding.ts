import type { AdvisoryStatus, ExploitChance, Exploited, Rating, SeverityLevel } from './advisory.ts';
import type { Package } from './package.ts';

/** How severe a finding is; `unknown` where nobody says it, and never counted as low. */
export type FindingLevel = SeverityLevel | 'unknown';

/** A vulnerability that holds for a package here. */
export interface Finding {
  /** The CVE where there is one, else the id by which it is best known. */
  readonly id: string;
  /** All other ids of it, those of the advisories among them. */
  readonly aliases: readonly string[];
  readonly package: Package;
  /** The versions that mend it, as the advisories name them; none where there is no fix yet. */
  readonly fixedIn: readonly string[];
  /** What the distribution says of it; null where it says nothing but the ranges. */
  readonly status: AdvisoryStatus | null;
  readonly level: FindingLevel;
  /** Whose word the level is; null where it is unknown. */
  readonly rating: Rating | null;
  readonly exploited: Exploited | null;
  readonly chance: ExploitChance | null;
  /** `2024-05-30`; null where unknown. */
  readonly published: string | null;
}

/** What the data can know of a package. */
export interface Coverage {
  /** OSV's ecosystem: `Debian:12`, `npm`; null where no feed is about such packages. */
  readonly ecosystem: string | null;
  /**
   * `named`: a feed names it for this release. `complete`: a feed that has all there is for this release does not name it.
   * `none`: the data says nothing of it.
   */
  readonly by: 'named' | 'complete' | 'none';
  /** The day to which the data about it reaches; null where nothing says it, or it is not covered. */
  readonly date: string | null;
  /** Whether that data also tells of what has no fix. */
  readonly unfixed: boolean;
}

/** A package as it was matched. */
export interface MatchedPackage {
  readonly package: Package;
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
  /** Ids of advisories about it whose versions, or its own, can't be weighed: whether they hold is not known. */
  readonly unweighed: readonly string[];
}

/** Worst first. */
export const FINDING_LEVELS: readonly FindingLevel[] = ['critical', 'high', 'medium', 'low', 'none', 'unknown'];

/** How many there are of each level. */
export type LevelCounts = Readonly<Record<FindingLevel, number>>;

export function countLevels(levels: Iterable<FindingLevel>): LevelCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, none: 0, unknown: 0 };
  for (const level of levels) counts[level] += 1;
  return counts;
}

/** By id: a vulnerability counts once, however many packages it is in, by the worst that is said of it. */
export function worstLevels(findings: readonly Pick<Finding, 'id' | 'level'>[]): ReadonlyMap<string, FindingLevel> {
  return new Map([...Map.groupBy(findings, ({ id }) => id)].map(([id, of]) => [id, worstLevel(of)]));
}

/** `unknown` of none. */
export function worstLevel(findings: readonly Pick<Finding, 'level'>[]): FindingLevel {
  return FINDING_LEVELS.find((level) => findings.some((one) => one.level === level)) ?? 'unknown';
}

/** What the data can know of some packages. */
export interface CoverageSum {
  readonly covered: number;
  /** The day to which the data about all that are covered reaches: the oldest; null where nothing says it. */
  readonly date: string | null;
}

export function sumCoverage(coverages: readonly Coverage[]): CoverageSum {
  const covered = coverages.filter(({ by }) => by !== 'none');
  const [date = null] = covered.flatMap((one) => one.date ?? []).toSorted();
  return { covered: covered.length, date };
}

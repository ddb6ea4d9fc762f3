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

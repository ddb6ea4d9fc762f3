import { FINDING_LEVELS } from '../model/finding.ts';
import type { PackageAdvisory, Rating, SeverityLevel, VulnerabilityFacts } from '../model/advisory.ts';

/** Whose word goes first: the distribution that ships the package, then those who look at all vulnerabilities, then who found it. */
export const RATING_ORDER: readonly string[] = ['distribution', 'nvd', 'ghsa', 'cisa-adp', 'cna'];

/** Distributors' own words; what is none of these says nothing (`not yet assigned`, `end-of-life`). */
const WORDS: ReadonlyMap<string, SeverityLevel> = new Map(
  Object.entries({
    critical: 'critical',
    important: 'high',
    high: 'high',
    moderate: 'medium',
    medium: 'medium',
    low: 'low',
    unimportant: 'none',
    negligible: 'none',
  } as const),
);

/** An advisory, and whether it is about several vulnerabilities at once. */
export interface RatedAdvisory {
  readonly advisory: PackageAdvisory;
  readonly isOfSeveral: boolean;
}

/** The rating that counts; null where nobody gives one. Of one source the newest version of CVSS, but 3.1 before 4.0, which few give yet. */
export function chooseRating(
  advisories: readonly RatedAdvisory[],
  facts: readonly VulnerabilityFacts[],
  order: readonly string[] = RATING_ORDER,
): Rating | null {
  const own = advisories.flatMap(({ advisory: { urgency, set }, isOfSeveral }): readonly { rating: Rating; rank: number }[] => {
    const level = urgency === null ? undefined : WORDS.get(urgency.toLowerCase());
    if (level === undefined) return [];
    const rating = { source: set.publisher.toLowerCase(), vector: null, score: null, level };
    // What is said of an update that mends several is said of the worst of them: of this one only where nobody says more.
    return [{ rating, rank: isOfSeveral ? order.length + 1 : rankOf('distribution', order) }];
  });
  const ratings = facts.flatMap((of) => of.ratings);
  const ranked = [...own, ...ratings.map((rating) => ({ rating, rank: rankOf(rating.source, order) }))];
  return (
    ranked.toSorted((a, b) => a.rank - b.rank || versionRank(a.rating) - versionRank(b.rating) || worst(a.rating, b.rating))[0]?.rating ??
    null
  );
}

function rankOf(source: string, order: readonly string[]): number {
  const at = order.indexOf(source);
  return at < 0 ? order.length : at;
}

const VERSIONS = ['CVSS:3.1', 'CVSS:3.0', 'CVSS:4.0'];

function versionRank({ vector }: Rating): number {
  const at = vector === null ? -1 : VERSIONS.indexOf(vector.slice(0, 8));
  return at < 0 ? VERSIONS.length : at;
}

function worst(a: Rating, b: Rating): number {
  return FINDING_LEVELS.indexOf(a.level) - FINDING_LEVELS.indexOf(b.level) || (b.score ?? 0) - (a.score ?? 0);
}

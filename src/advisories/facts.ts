import type { Advisory, Rating, VulnerabilityFacts } from '../model/advisory.ts';

/** An advisory that says nothing yet. */
export function bareFacts(id: string): Advisory {
  return {
    id,
    aliases: [],
    upstream: [],
    published: null,
    modified: null,
    withdrawn: false,
    ratings: [],
    exploited: null,
    chance: null,
    affected: [],
  };
}

/** What two say of the same id; where they differ, the newer. Ratings of the same source and version of CVSS are the newer's. */
export function mergeFacts(older: VulnerabilityFacts, newer: VulnerabilityFacts): VulnerabilityFacts {
  const rated = new Map([...older.ratings, ...newer.ratings].map((rating) => [ratingKey(rating), rating]));
  return {
    id: newer.id,
    aliases: [...new Set([...older.aliases, ...newer.aliases])].toSorted(),
    upstream: [...new Set([...older.upstream, ...newer.upstream])].toSorted(),
    published: newer.published ?? older.published,
    modified: newer.modified ?? older.modified,
    withdrawn: newer.withdrawn,
    ratings: [...rated.entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, rating]) => rating),
    exploited: newer.exploited ?? older.exploited,
    chance: newer.chance ?? older.chance,
  };
}

function ratingKey({ source, vector }: Rating): string {
  return `${source} ${vector === null ? '' : (/^CVSS:\d\.\d/.exec(vector)?.[0] ?? 'CVSS:2')}`;
}

/** Whether all of `after` is in `before`, so that nothing needs to be merged. Ratings and what is like them are not looked into. */
export function saysNothingNew(before: VulnerabilityFacts, after: VulnerabilityFacts): boolean {
  return (
    after.ratings.length === 0 &&
    after.exploited === null &&
    after.chance === null &&
    (after.modified === null || after.modified === before.modified) &&
    (after.published === null || after.published === before.published) &&
    after.aliases.every((id) => before.aliases.includes(id)) &&
    after.upstream.every((id) => before.upstream.includes(id))
  );
}

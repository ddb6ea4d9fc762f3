import type { RangeEvent } from '../model/advisory.ts';
import type { Scheme } from './scheme.ts';

/** What an event that is before all versions, or after them, has for one. */
const [FIRST, LAST] = ['0', '*'];

/**
 * Whether a version is affected, by the events of one OSV range in any order (OSV schema, "Evaluation"). Null where nothing can
 * be said: the version, or one that an event needs, is none to the scheme.
 *
 * Where a range ends and another begins at one version, the two are one range; a range that ends where it begins is empty.
 */
export function isAffected(scheme: Scheme, events: readonly RangeEvent[], version: string): boolean | null {
  const named = events.filter((event) => event.version !== FIRST || event.kind !== 'introduced').filter((event) => event.version !== LAST);
  if (scheme.parse(version) === null || named.some((event) => scheme.parse(event.version) === null)) return null;
  const limits = events.filter(({ kind }) => kind === 'limit');
  const isBelowLimit = ({ version: limit }: RangeEvent): boolean => limit === LAST || scheme.compare(version, limit) < 0;
  if (limits.length > 0 && !limits.some(isBelowLimit)) return false;

  const reached = named.filter((event) => event.kind !== 'limit' && scheme.compare(event.version, version) <= 0);
  let isOpen = events.some((event) => event.kind === 'introduced' && event.version === FIRST);
  for (const group of groupBySame(scheme, reached)) {
    const opens = group.some(({ kind }) => kind === 'introduced');
    const closes = group.some((event) => closesFor(scheme, event, version));
    if (opens !== closes) isOpen = opens;
  }
  return isOpen;
}

/** What is fixed is so from that version on; what was last affected is so only after it. */
function closesFor(scheme: Scheme, event: RangeEvent, version: string): boolean {
  return event.kind === 'fixed' || (event.kind === 'last_affected' && scheme.compare(event.version, version) < 0);
}

/** Lowest first; events of one version together. */
function groupBySame(scheme: Scheme, events: readonly RangeEvent[]): readonly (readonly RangeEvent[])[] {
  const groups: RangeEvent[][] = [];
  let before: RangeEvent | null = null;
  for (const event of events.toSorted((a, b) => scheme.compare(a.version, b.version))) {
    if (before !== null && scheme.compare(before.version, event.version) === 0) groups.at(-1)?.push(event);
    else groups.push([event]);
    before = event;
  }
  return groups;
}

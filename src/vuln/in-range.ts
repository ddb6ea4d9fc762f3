import type { AffectedPackage } from '../model/advisory.ts';
import { isAffected } from '../version/affected.ts';
import type { Scheme } from '../version/index.ts';

/**
 * Whether a version is among those an advisory names: one by one, or by a range. OSV, "Evaluation". Null where that can't be told: the
 * version, or one that a range needs, is none to the scheme.
 */
export function isAmong({ ranges, versions }: AffectedPackage, version: string, scheme: Scheme): boolean | null {
  if (versions.some((one) => one === version || scheme.compare(one, version) === 0)) return true;
  const told = ranges.map((events) => isAffected(scheme, events, version));
  return told.includes(true) ? true : told.includes(null) ? null : false;
}

/** The versions named as fixed that are above this one, the lowest first. */
export function fixesAbove({ ranges }: AffectedPackage, version: string, { compare }: Scheme): readonly string[] {
  const fixes = ranges.flat().filter(({ kind, version: fixed }) => kind === 'fixed' && compare(fixed, version) > 0);
  return [...new Set(fixes.map((event) => event.version))].toSorted(compare);
}

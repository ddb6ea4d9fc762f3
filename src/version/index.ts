/**
 * `fromage/version`: orders the versions of packages as the tools of their ecosystems do, and tells whether one is in a range.
 */
import type { Order } from './order.ts';
import { schemeFor } from './scheme-for.ts';

export type { RangeEvent } from '../model/advisory.ts';
export { isAffected } from './affected.ts';
export type { Order } from './order.ts';
export type { Scheme } from './scheme.ts';
export { findScheme, schemeFor } from './scheme-for.ts';
export { SCHEMES } from './schemes/index.ts';

/**
 * Which of two versions is lower: -1 the first, 1 the second, 0 neither. A total order: an invalid version is below every valid
 * one. `ecosystem` is as in OSV (`Debian:12`, `PyPI`) or the type of a package URL (`deb`, `pypi`); throws `unsupported` where
 * its versions are not known.
 *
 *     compare('Debian:12', '1.0~rc1', '1.0') === -1
 */
export function compare(ecosystem: string, a: string, b: string): Order {
  return schemeFor(ecosystem).compare(a, b);
}

/**
 * Whether a version is in a range, written as the ecosystem writes its ranges; null where either makes no sense.
 *
 *     satisfies('npm', '^1.2.3', '1.9.0') === true
 */
export function satisfies(ecosystem: string, range: string, version: string): boolean | null {
  return schemeFor(ecosystem).satisfies(range, version);
}

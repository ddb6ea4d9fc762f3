import { compareText, type Order } from './order.ts';

/**
 * How the versions of some ecosystems are read and ordered. Adding one: a file in schemes/, its test, and a line in
 * schemes/index.ts.
 *
 * Every function is total: no text makes one throw, and each takes time in proportion to what it is given.
 */
export interface Scheme<V = unknown> {
  /** `deb`, `pep440` … unique, and the name of its file. */
  readonly id: string;
  /** A line for help and docs: whose rules it follows. */
  readonly summary: string;
  /** The ecosystems it serves, as OSV names them, without what may follow a colon. */
  readonly ecosystems: readonly string[];
  /** The types of package URLs it serves. */
  readonly purlTypes: readonly string[];
  /** The parts of a version; null where the scheme can make nothing of the text, which is then an invalid version. */
  parse(text: string): V | null;
  /** A total order. An invalid version is below every valid one; two invalid ones are ordered as text. */
  compare(a: string, b: string): Order;
  /** Whether a version is in a range of the ecosystem's own grammar; null where the range or the version is invalid. */
  satisfies(range: string, version: string): boolean | null;
}

/** What differs from scheme to scheme. */
export interface SchemeRules<V> {
  readonly id: string;
  readonly summary: string;
  readonly ecosystems: readonly string[];
  readonly purlTypes: readonly string[];
  readonly parse: (text: string) => V | null;
  readonly order: (a: V, b: V) => Order;
  /** What tells whether a version is in the range; null where the range is malformed. */
  readonly readRange: (range: string) => ((version: V) => boolean) | null;
}

/** Nobody writes a longer one; a range is asked of many versions, and each time read anew. */
const LONGEST_RANGE = 65_536;

/** A version is compared with many others in turn: so many of the last are kept as they were parsed. */
const KEPT_VERSIONS = 1000;

export function makeScheme<V>({ parse: read, order, readRange, ...about }: SchemeRules<V>): Scheme<V> {
  const parsed = new Map<string, V | null>();
  return { ...about, parse, compare, satisfies };

  function parse(text: string): V | null {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const made = read(text);
    if (parsed.size >= KEPT_VERSIONS) parsed.clear();
    parsed.set(text, made);
    return made;
  }

  function compare(a: string, b: string): Order {
    if (a === b) return 0;
    const [left, right] = [parse(a), parse(b)];
    if (left !== null && right !== null) return order(left, right);
    if (left === null && right === null) return compareText(a, b);
    return left === null ? -1 : 1;
  }

  function satisfies(range: string, version: string): boolean | null {
    const isIn = range.length > LONGEST_RANGE ? null : readRange(range);
    const own = isIn === null ? null : parse(version);
    return isIn === null || own === null ? null : isIn(own);
  }
}

import { compareDigits, compareLists, compareNumbers, type Order } from '../order.ts';
import { above } from '../partial.ts';
import { type Comparator, isInRange, PLAIN_BOUNDS, splitBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';
import { orderIdentifiers, orderSemver, readSemver, type SemverVersion } from '../semver-parts.ts';

export const pub = makeScheme<SemverVersion>({
  id: 'pub',
  summary: 'Dart packages: Semantic Versioning in which the build counts; carets, bounds and `any`',
  ecosystems: ['Pub'],
  purlTypes: ['pub'],
  parse: readSemver,
  order,
  readRange,
});

const OPERATORS = ['^', ...PLAIN_BOUNDS.map(([operator]) => operator)];

function order(a: SemverVersion, b: SemverVersion): Order {
  return orderSemver(a, b) || orderBuild(a.build, b.build);
}

/** None is below any. */
function orderBuild(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return compareNumbers(a.length, b.length);
  return orderIdentifiers(a, b);
}

function readRange(range: string): ((version: SemverVersion) => boolean) | null {
  if (/^\s*any\s*$/.test(range)) return () => true;
  const split = splitBounds(range, OPERATORS);
  const bounds = split?.map(([operator, version]) => boundsOf(operator, version)) ?? [null];
  if (bounds.length === 0 || bounds.includes(null)) return null;
  const all = withoutPrereleasesOfEnd(bounds.flatMap((bound) => bound ?? []));
  return (version) => isInRange([all], version, order);
}

function boundsOf(operator: string, text: string): readonly Comparator<SemverVersion>[] | null {
  const version = readSemver(text);
  if (version === null) return null;
  if (operator === '^')
    return [
      { operator: '>=', version },
      { operator: '<', version: nextBreaking(version) },
    ];
  const meant = PLAIN_BOUNDS.find(([written]) => written === operator)?.[1];
  return meant === undefined ? null : [{ operator: meant, version }];
}

/** The next major version; before 1.0.0 the next minor one. */
function nextBreaking({ numbers }: SemverVersion): SemverVersion {
  const padded = [...numbers, '0', '0'];
  return above(padded, /^0+$/.test(padded[0] ?? '') ? 1 : 0);
}

/** `<2.0.0` keeps out the pre-releases of 2.0.0 too, unless the lower bound is one of them. */
function withoutPrereleasesOfEnd(bounds: readonly Comparator<SemverVersion>[]): readonly Comparator<SemverVersion>[] {
  return bounds.map((bound) => {
    const { operator, version } = bound;
    if (operator !== '<' || version.prerelease.length > 0 || version.build.length > 0) return bound;
    const isBegunIn = bounds.some((other) => isPrereleaseOf(other.version, version));
    return isBegunIn ? bound : { operator, version: { ...version, prerelease: ['0'] } };
  });
}

function isPrereleaseOf(one: SemverVersion, release: SemverVersion): boolean {
  return one.prerelease.length > 0 && compareLists(one.numbers, release.numbers, compareDigits, '0') === 0;
}

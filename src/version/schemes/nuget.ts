import { isInBrackets, readIntervals } from '../intervals.ts';
import { compareDigits, compareLists, type Order } from '../order.ts';
import { increment } from '../partial.ts';
import { isInRange, PLAIN_BOUNDS, type Range, readBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';
import { orderPrerelease, readSemver, type SemverVersion } from '../semver-parts.ts';

export const nuget = makeScheme<SemverVersion>({
  id: 'nuget',
  summary: 'NuGet packages: up to four numbers, then as Semantic Versioning without regard to case; intervals and floating versions',
  ecosystems: ['NuGet'],
  purlTypes: ['nuget'],
  parse,
  order,
  readRange,
});

function parse(text: string): SemverVersion | null {
  return readSemver(text.toLowerCase());
}

function order(a: SemverVersion, b: SemverVersion): Order {
  return compareLists(a.numbers, b.numbers, compareDigits, '0') || orderPrerelease(a.prerelease, b.prerelease);
}

/** `1.0` is 1.0 or higher; `[1.0]` just that; `1.*` what begins with 1; bounds as in advisories, too. */
function readRange(range: string): ((version: SemverVersion) => boolean) | null {
  if (range.includes('*')) return readFloating(range.trim());
  const bounds = isInBrackets(range) ? readIntervals(range, parse) : readLowest(range);
  return bounds === null ? null : (version) => isInRange(bounds, version, order);
}

function readLowest(range: string): Range<SemverVersion> | null {
  const lowest = parse(range);
  if (lowest === null || /^\s*=/.test(range)) return readBounds(range, { operators: PLAIN_BOUNDS, parse });
  return [[{ operator: '>=', version: lowest }]];
}

/** `*`, `1.*`, `1.2.*`: releases alone; with `-*` after it, or after a version, pre-releases too. */
function readFloating(range: string): ((version: SemverVersion) => boolean) | null {
  const [, told = '', last = '', tail = ''] = /^((?:[0-9]+\.)*)(\*|[0-9]+)(-\*)?$/.exec(range) ?? [];
  if (last === '' || (last !== '*' && tail === '')) return null;
  const numbers = [...told.split('.'), last === '*' ? '' : last].filter((digits) => digits !== '');
  const isWhole = last !== '*';
  const low: SemverVersion = { numbers, prerelease: tail === '' ? [] : ['0'], build: [] };
  const high = numbers.length === 0 ? null : [...numbers.slice(0, -1), increment(numbers.at(-1) ?? '')];
  return (version) => {
    if (tail === '' && version.prerelease.length > 0) return false;
    if (order(version, low) < 0) return false;
    if (isWhole) return compareLists(version.numbers, numbers, compareDigits, '0') === 0;
    return high === null || compareLists(version.numbers, high, compareDigits, '0') < 0;
  };
}

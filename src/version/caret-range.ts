import { above, lowestOf, type Partial, readPartial } from './partial.ts';
import { type Comparator, isInRange, type Range, splitBounds } from './range.ts';
import { orderSemver, type SemverVersion } from './semver-parts.ts';

type Bounds = readonly Comparator<SemverVersion>[];

/** What is above nothing and below nothing: no version is in it. */
const NOTHING: Bounds = [{ operator: '<', version: { numbers: ['0', '0', '0'], prerelease: ['0'], build: [] } }];

const OPERATORS = ['>=', '<=', '~>', '>', '<', '=', '^', '~'];

/**
 * Reads a range of npm's grammar, or of Cargo's, which is the same but for what a version without an operator means: `bare`.
 * Null where it is malformed.
 */
export function readCaretRange(range: string, bare: '=' | '^'): ((version: SemverVersion) => boolean) | null {
  const alternatives: Bounds[] = [];
  for (const text of range.split('||')) {
    const bounds = readAlternative(text, bare);
    if (bounds === null) return null;
    alternatives.push(bounds);
  }
  return (version) => isIncluded(alternatives, version);
}

/** A pre-release is in a range only where a bound of it is a pre-release of the same version. */
function isIncluded(range: Range<SemverVersion>, version: SemverVersion): boolean {
  const fitting =
    version.prerelease.length === 0 ? range : range.filter((bounds) => bounds.some((bound) => isOfSame(bound.version, version)));
  return isInRange(fitting, version, orderSemver);
}

function isOfSame(bound: SemverVersion, version: SemverVersion): boolean {
  const release = ({ numbers }: SemverVersion): SemverVersion => ({ numbers, prerelease: [], build: [] });
  return bound.prerelease.length > 0 && orderSemver(release(bound), release(version)) === 0;
}

function readAlternative(text: string, bare: '=' | '^'): Bounds | null {
  const [low, high, more] = text.split(/\s-\s/);
  if (high !== undefined) return low === undefined || more !== undefined ? null : readHyphen(low, high);
  const split = splitBounds(text, OPERATORS, '');
  if (split === null) return null;
  const bounds: Comparator<SemverVersion>[] = [];
  for (const [operator, version] of split) {
    const partial = readPartial(version);
    if (partial === null) return null;
    bounds.push(...boundsOf(operator === '' ? meantBy(version, bare) : operator, partial));
  }
  return bounds;
}

/** To Cargo, `1.2` means `^1.2`, but `1.2.*` just that. */
function meantBy(version: string, bare: '=' | '^'): string {
  return version.includes('*') ? '=' : bare;
}

/** `1.2 - 2`: from the lowest of the one to the highest of the other. */
function readHyphen(low: string, high: string): Bounds | null {
  const [from, to] = [readPartial(low), readPartial(high)];
  return from === null || to === null ? null : [...boundsOf('>=', from), ...boundsOf('<=', to)];
}

function boundsOf(operator: string, partial: Partial): Bounds {
  const told = partial.numbers.length;
  if (operator === '^' || operator === '~' || operator === '~>')
    return boundsAround(partial, operator === '^' ? leading(partial) : Math.min(told - 1, 1));
  if (operator === '=') return told === 3 ? [{ operator, version: partial }] : boundsAround(partial, told - 1);
  if (told === 3) return [{ operator: operator === '>' || operator === '<' || operator === '>=' ? operator : '<=', version: partial }];
  return boundsOfPartial(operator, partial);
}

/** From the version itself up to where the number at `at` changes. */
function boundsAround(partial: Partial, at: number): Bounds {
  if (at < 0) return [];
  return [
    { operator: '>=', version: lowestOf(partial) },
    { operator: '<', version: above(partial.numbers, at) },
  ];
}

/** Where `^` has its number: the first that is not zero, or the last that is told. */
function leading({ numbers }: Partial): number {
  const at = numbers.findIndex((digits) => !/^0+$/.test(digits));
  return at < 0 ? numbers.length - 1 : at;
}

/** `>1.2` is above all of 1.2, `<1.2` below all of it. */
function boundsOfPartial(operator: string, partial: Partial): Bounds {
  const last = partial.numbers.length - 1;
  if (last < 0) return operator === '>' || operator === '<' ? NOTHING : [];
  if (operator === '>=') return [{ operator, version: lowestOf(partial) }];
  if (operator === '<') return [{ operator, version: { ...lowestOf(partial), prerelease: ['0'] } }];
  if (operator === '<=') return [{ operator: '<', version: above(partial.numbers, last) }];
  return [{ operator: '>=', version: { ...above(partial.numbers, last), prerelease: [] } }];
}

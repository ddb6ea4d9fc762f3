import type { SemverVersion } from './semver-parts.ts';
import { readSemver } from './semver-parts.ts';

/** A version of which only the first numbers may be told: `1`, `1.2.x`, `*`. */
export interface Partial {
  /** The numbers that are told, at most three. */
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
  readonly build: readonly string[];
}

/** `*`, `x` and `X` stand for any number, and for those after it. Null where it is no version. */
export function readPartial(text: string): Partial | null {
  const told = text.trim().replace(/^[=\s]*v?\s*/i, '');
  const wild = /^(?:[0-9]+\.){0,2}(?=[xX*](?:$|[.+-]))/.exec(told);
  if (wild !== null) return readBeforeWildcard(told, wild[0].length);
  const version = readSemver(told);
  return version === null || version.numbers.length > 3 ? null : version;
}

/** The lowest version of those it stands for: what is not told is zero. */
export function lowestOf({ numbers, prerelease, build }: Partial): SemverVersion {
  return { numbers: [...numbers, '0', '0', '0'].slice(0, 3), prerelease, build };
}

/**
 * What is above all versions that have these numbers up to the one at `at`: the number there and one, and below all its
 * pre-releases.
 */
export function above(numbers: readonly string[], at: number): SemverVersion {
  const raised = numbers.slice(0, at + 1).map((digits, place) => (place === at ? increment(digits) : digits));
  return { numbers: [...raised, '0', '0'].slice(0, Math.max(3, raised.length)), prerelease: ['0'], build: [] };
}

/** One more, of a whole number of any length. */
export function increment(digits: string): string {
  let at = digits.length - 1;
  while (at >= 0 && digits[at] === '9') at -= 1;
  const zeros = '0'.repeat(digits.length - 1 - at);
  return at < 0 ? `1${zeros}` : `${digits.slice(0, at)}${Number(digits[at]) + 1}${zeros}`;
}

function readBeforeWildcard(text: string, end: number): Partial | null {
  const [numbers = '', ...wild] = [text.slice(0, end), ...text.slice(end).split('.')];
  const told = numbers.split('.').filter((digits) => digits !== '');
  const isFine = told.length + wild.length <= 3 && wild.every((one) => /^(?:[xX*]|[0-9]+)(?:[+-].*)?$/.test(one));
  return isFine ? { numbers: told, prerelease: [], build: [] } : null;
}

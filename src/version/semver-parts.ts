import { compareDigits, compareLists, compareNumbers, compareText, type Order } from './order.ts';

/** A version of Semantic Versioning 2.0.0, and what is like one. */
export interface SemverVersion {
  /** Digits: major, minor, patch and what more there is. */
  readonly numbers: readonly string[];
  /** The identifiers between dots; none where it is a release. */
  readonly prerelease: readonly string[];
  readonly build: readonly string[];
}

/** In two steps: a pattern of the whole would try each place where the numbers may end. */
const NUMBERS = /^[0-9]+(?:\.[0-9]+)*/;
const REST = /^[.-]?([0-9A-Za-z.-]*)(?:\+([0-9A-Za-z.-]*))?$/;

/**
 * A version as it is written, also loosely: `v1.2`, `= 1.2.3`, `1.2.3beta`, one number or five. Null where it does not begin
 * with a number, or has other characters than Semantic Versioning allows.
 */
export function readSemver(text: string): SemverVersion | null {
  const version = text.trim().replace(/^[=\s]*v?\s*/i, '');
  const numbers = NUMBERS.exec(version)?.[0];
  if (numbers === undefined) return null;
  const rest = REST.exec(version.slice(numbers.length));
  if (rest === null) return null;
  return { numbers: numbers.split('.'), prerelease: identifiers(rest[1]), build: identifiers(rest[2]) };
}

/** Semantic Versioning 2.0.0, section 11: the build does not count, and numbers that are missing are zero. */
export function orderSemver(a: SemverVersion, b: SemverVersion): Order {
  return compareLists(a.numbers, b.numbers, compareDigits, '0') || orderPrerelease(a.prerelease, b.prerelease);
}

/** A release is above its pre-releases. */
export function orderPrerelease(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return compareNumbers(b.length, a.length);
  return orderIdentifiers(a, b);
}

/** Numbers are below words; of lists that begin alike the shorter is lower. */
export function orderIdentifiers(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = orderIdentifier(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

function orderIdentifier(a: string, b: string): Order {
  const [isNumber, isOtherNumber] = [isDigits(a), isDigits(b)];
  if (isNumber && isOtherNumber) return compareDigits(a, b);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return compareText(a, b);
}

function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function identifiers(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split('.');
}

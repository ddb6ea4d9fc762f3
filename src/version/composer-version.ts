import { compareDigits, compareNumbers, compareText, type Order } from './order.ts';

/** A version as Composer has it once normalized, split as version_compare() of PHP splits. */
export interface ComposerVersion {
  /** The name of a branch, which is no number: `dev-main` is `main`. Null for all else. */
  readonly branch: string | null;
  /** Digits and words in lower case; four numbers first, where there are no more. */
  readonly parts: readonly string[];
}

/** Words by what they begin with, lowest first; a version's end comes between `rc` and `p`, and any number after it. */
const STAGES: readonly (readonly [prefix: string, rank: number])[] = [
  ['dev', 1],
  ['a', 2],
  ['b', 3],
  ['rc', 4],
  ['p', 7],
];
const [UNKNOWN, END, NUMBER] = [0, 5, 6];

/** To version_compare() it stands for any number, and for none. */
const ANY_NUMBER = '#';

/** What Composer puts for the `x` of `1.x-dev`. */
const HIGHEST = '9999999';

/** Null where it is neither the name of a branch nor begins with a number. */
export function readComposerVersion(text: string): ComposerVersion | null {
  const version = text
    .trim()
    .toLowerCase()
    .replace(/@(?:stable|rc|beta|alpha|dev)$/, '');
  if (version.startsWith('dev-')) return { branch: version.slice(4), parts: [] };
  const numbers = version.replace(/^v/, '').replace(/\+[^\s+]*$/, '');
  if (!/^[0-9]/.test(numbers)) return version.endsWith('-dev') ? { branch: version.slice(0, -4), parts: [] } : null;
  const branch = /^(?:[0-9]+\.){1,3}(?=[x*](?:\.[x*]){0,2}-dev$)/.exec(numbers)?.[0];
  if (branch !== undefined) return { branch: null, parts: padded([...branch.split('.').slice(0, -1)], HIGHEST, ['dev']) };
  return { branch: null, parts: normalize(numbers.match(/[0-9]+|[^0-9._+-]+/g) ?? []) };
}

/** `1.0` and `1.0.0.0` with what follows them. */
export function padded(numbers: readonly string[], filler: string, rest: readonly string[]): readonly string[] {
  return [...[...numbers, filler, filler, filler, filler].slice(0, Math.max(4, numbers.length)), ...rest];
}

/** Branches are below all numbers, and ordered as text. */
export function orderComposer(a: ComposerVersion, b: ComposerVersion): Order {
  if (a.branch !== null || b.branch !== null) return orderBranch(a.branch, b.branch);
  const length = Math.max(a.parts.length, b.parts.length);
  for (let at = 0; at < length; at += 1) {
    const order = orderPart(a.parts[at] ?? '', b.parts[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function orderBranch(a: string | null, b: string | null): Order {
  if (a === null || b === null) return a === null ? 1 : -1;
  return compareText(a, b);
}

/** Dates are no such versions: what begins with more than five digits stays as it is. So does what has a word that is no stage. */
function normalize(parts: readonly string[]): readonly string[] {
  const first = parts.findIndex((part) => !isNumber(part));
  const numbers = first < 0 ? parts : parts.slice(0, first);
  const rest = first < 0 ? [] : parts.slice(first);
  const known = rest.filter((part) => part !== 'stable');
  const isPadded =
    numbers.length <= 4 && (numbers[0]?.length ?? 0) <= 5 && known.every((part) => isNumber(part) || rankOf(part) !== UNKNOWN);
  return isPadded && !known.includes(ANY_NUMBER) ? padded(numbers, '0', known) : parts;
}

function orderPart(a: string, b: string): Order {
  const [left, right] = [rankOf(a), rankOf(b)];
  const isAny = a === ANY_NUMBER || b === ANY_NUMBER;
  if (isAny && left >= END && left <= NUMBER && right >= END && right <= NUMBER) return 0;
  return left === NUMBER && right === NUMBER ? compareDigits(a, b) : compareNumbers(left, right);
}

function rankOf(part: string): number {
  if (part === '') return END;
  if (isNumber(part) || part === ANY_NUMBER) return NUMBER;
  return STAGES.find(([prefix]) => part.startsWith(prefix))?.[1] ?? UNKNOWN;
}

function isNumber(part: string): boolean {
  const code = part.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}

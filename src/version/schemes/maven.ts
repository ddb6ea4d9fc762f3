import { isInBrackets, readIntervals } from '../intervals.ts';
import { compareDigits, compareNumbers, compareText, type Order } from '../order.ts';
import { isInRange, PLAIN_BOUNDS, readBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** The tokens of a version after what is null has been trimmed, POM reference, "Version Order Specification". */
export type MavenVersion = readonly MavenToken[];

interface MavenToken {
  readonly prefix: '.' | '-';
  readonly isNumber: boolean;
  /** Digits, or a qualifier in lower case, short ones spelt out. */
  readonly text: string;
}

export const maven = makeScheme<MavenVersion>({
  id: 'maven',
  summary: "Maven artifacts: the POM reference's version order; intervals as [1,2),(3,], where a version alone means just that one",
  ecosystems: ['Maven'],
  purlTypes: ['maven'],
  parse,
  order,
  readRange,
});

/** Qualifiers that have a place of their own, lowest first; the release is ''. Others follow, as text. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASES = new Set(['', 'ga', 'final', 'release']);
const SHORT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Digits, letters and what else is no separator; or a separator. */
const PIECES = /[0-9]+|[^0-9.-]+|[.-]/g;

function parse(text: string): MavenVersion | null {
  const version = text.trim().toLowerCase();
  return version === '' ? null : trimNulls(tokenize(version));
}

function order(a: MavenVersion, b: MavenVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = orderToken(a[at] ?? nullBeside(b[at]), b[at] ?? nullBeside(a[at]));
    if (order !== 0) return order;
  }
  return 0;
}

/** Intervals, or bounds as advisories write them. */
function readRange(range: string): ((version: MavenVersion) => boolean) | null {
  const bounds = isInBrackets(range) ? readIntervals(range, parse) : readBounds(range, { operators: PLAIN_BOUNDS, parse });
  return bounds === null ? null : (version) => isInRange(bounds, version, order);
}

/** A change between digits and letters divides as a hyphen does, and between two separators stands a zero. */
function tokenize(version: string): readonly MavenToken[] {
  const tokens: MavenToken[] = [];
  const pieces = version.match(PIECES) ?? [];
  let [prefix, isOpen]: ['.' | '-', boolean] = ['.', true];
  for (const [at, piece] of pieces.entries()) {
    const isSeparator = piece === '.' || piece === '-';
    if (isSeparator && isOpen) tokens.push({ prefix, isNumber: true, text: '0' });
    if (!isSeparator) tokens.push(tokenOf(isOpen ? prefix : '-', piece, pieces[at + 1] ?? ''));
    if (isSeparator) prefix = piece;
    isOpen = isSeparator;
  }
  return isOpen ? [...tokens, { prefix, isNumber: true, text: '0' }] : tokens;
}

/** `a`, `b` and `m` are short for something only where a number follows at once. */
function tokenOf(prefix: '.' | '-', piece: string, next: string): MavenToken {
  if (/^[0-9]/.test(piece)) return { prefix, isNumber: true, text: piece };
  const spelt = /^[0-9]/.test(next) ? SHORT.get(piece) : undefined;
  if (spelt !== undefined) return { prefix, isNumber: false, text: spelt };
  return { prefix, isNumber: false, text: RELEASES.has(piece) ? '' : piece === 'cr' ? 'rc' : piece };
}

/** What is null is left out before a hyphen, before a qualifier (since Maven 3.8.7 after a dot too: MNG-7644), and at the end. */
function trimNulls(tokens: readonly MavenToken[]): readonly MavenToken[] {
  const kept: MavenToken[] = [];
  for (const token of tokens) {
    if (token.prefix === '-' || !token.isNumber) dropNulls(kept);
    kept.push(token);
  }
  dropNulls(kept);
  return kept;
}

function dropNulls(tokens: MavenToken[]): void {
  for (let last = tokens.at(-1); last !== undefined && isNull(last); last = tokens.at(-1)) tokens.pop();
}

function isNull({ isNumber, text }: MavenToken): boolean {
  return isNumber ? /^0+$/.test(text) : text === '';
}

/** What is missing beside a number is zero, beside a qualifier the release, whatever the prefix: the POM reference says otherwise, Maven not. */
function nullBeside(other: MavenToken | undefined): MavenToken {
  if (other?.isNumber === false) return { ...other, text: '' };
  return { prefix: other?.prefix ?? '.', isNumber: true, text: '0' };
}

/** Qualifiers, then numbers after a hyphen, then numbers after a dot. */
function orderToken(a: MavenToken, b: MavenToken): Order {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return compareNumbers(left, right);
  return a.isNumber ? compareDigits(a.text, b.text) : orderQualifier(a.text, b.text);
}

function rankOf({ prefix, isNumber }: MavenToken): number {
  if (!isNumber) return 0;
  return prefix === '-' ? 1 : 2;
}

function orderQualifier(a: string, b: string): Order {
  const [left, right] = [placeOf(a), placeOf(b)];
  return left === right ? compareText(a, b) : compareNumbers(left, right);
}

function placeOf(qualifier: string): number {
  const place = QUALIFIERS.indexOf(qualifier);
  return place < 0 ? QUALIFIERS.length : place;
}

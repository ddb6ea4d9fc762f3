import { compareDigits, compareNumbers, compareText, type Order } from '../order.ts';
import { holds, type Operator, splitBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** `number{.number}[letter]{_suffix[number]}[~hash][-r number]`, apk-package(5): its pieces in the order of the text. */
export type ApkVersion = readonly ApkPiece[];

interface ApkPiece {
  readonly kind: Kind;
  /** The digits of a number, the letter, the name of a suffix, the hash; what cannot be read, to the end of the text. */
  readonly text: string;
}

type Kind = 'first' | 'number' | 'letter' | 'after' | 'suffix-number' | 'hash' | 'revision' | 'end' | 'unreadable' | 'before';

export const apk = makeScheme<ApkVersion>({
  id: 'apk',
  summary: 'Alpine packages: apk-package(5), as apk-tools compares them',
  ecosystems: ['Alpine', 'Wolfi', 'Chainguard', 'MinimOS', 'Alpaquita', 'BellSoft Hardened Containers'],
  purlTypes: ['apk'],
  parse,
  order,
  readRange,
});

/** Suffixes of what comes before a release, and after one, each list in its order. */
const BEFORE = ['alpha', 'beta', 'pre', 'rc'];
const AFTER = ['cvs', 'svn', 'git', 'hg', 'p'];

/** Where two versions differ in the kind of a piece, the later kind is higher. */
const RANKS: readonly Kind[] = ['before', 'unreadable', 'end', 'revision', 'hash', 'suffix-number', 'after', 'letter', 'number', 'first'];
const RANK = new Map(RANKS.map((kind, rank) => [kind, rank]));
const END: ApkPiece = { kind: 'end', text: '' };

/** What may stand at a place, by the piece before it. */
const NEXT: Readonly<Record<Kind, readonly Kind[]>> = {
  first: ['number', 'letter', 'after', 'hash', 'revision'],
  number: ['number', 'letter', 'after', 'hash', 'revision'],
  letter: ['after', 'hash', 'revision'],
  before: ['suffix-number', 'after', 'hash', 'revision'],
  after: ['suffix-number', 'after', 'hash', 'revision'],
  'suffix-number': ['after', 'hash', 'revision'],
  hash: ['revision'],
  revision: [],
  end: [],
  unreadable: [],
};

/** What a piece looks like; a suffix before a release is told from one after it by its name. */
const PATTERNS: readonly (readonly [Kind, RegExp])[] = [
  ['number', /\.([0-9]+)/y],
  ['letter', /([a-z])/y],
  ['after', /_([a-z]+)/y],
  ['suffix-number', /([0-9]+)/y],
  ['hash', /~([0-9a-f]+)/y],
  ['revision', /-+r([0-9]*)/y],
];

const OPERATORS: readonly (readonly [string, Operator | '~'])[] = [
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['==', '='],
  ['=~', '~'],
  ['~=', '~'],
  ['<', '<'],
  ['>', '>'],
  ['=', '='],
  ['~', '~'],
];

/**
 * Of a text that breaks off, what could be read counts; the rest is below the end of a version, and ordered as text. What
 * follows a revision is not looked at.
 */
function parse(text: string): ApkVersion | null {
  const version = text.trim();
  if (version === '') return null;
  const first = /^[0-9]+/.exec(version)?.[0];
  if (first === undefined) return [{ kind: 'unreadable', text: version }];
  const pieces: ApkPiece[] = [{ kind: 'first', text: first }];
  let [at, last]: [number, Kind] = [first.length, 'first'];
  while (at < version.length && last !== 'revision') {
    const [piece, end] = readPiece(version, at, NEXT[last]);
    pieces.push(piece);
    [at, last] = [end, piece.kind];
  }
  return pieces;
}

function order(a: ApkVersion, b: ApkVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = comparePiece(a[at] ?? END, b[at] ?? END);
    if (order !== 0) return order;
  }
  return 0;
}

/** `>=1.2 <2`; `~1.2` holds for all that starts with 1.2. */
function readRange(range: string): ((version: ApkVersion) => boolean) | null {
  const split = splitBounds(
    range,
    OPERATORS.map(([operator]) => operator),
  );
  if (split === null || split.length === 0) return null;
  const tests = split.map(([operator, text]) => readBound(OPERATORS.find(([one]) => one === operator)?.[1], text));
  if (tests.includes(null)) return null;
  return (version) => tests.every((test) => test?.(version) === true);
}

function readBound(operator: Operator | '~' | undefined, text: string): ((version: ApkVersion) => boolean) | null {
  const bound = parse(text);
  if (bound === null || operator === undefined) return null;
  if (operator === '~') return (version) => bound.every((piece, at) => comparePiece(version[at] ?? END, piece) === 0);
  return (version) => holds({ operator, version: bound }, version, order);
}

function readPiece(version: string, at: number, allowed: readonly Kind[]): readonly [ApkPiece, number] {
  for (const [kind, pattern] of PATTERNS) {
    if (!allowed.includes(kind)) continue;
    pattern.lastIndex = at;
    const text = pattern.exec(version)?.[1];
    if (text === undefined) continue;
    const known = kind === 'after' ? kindOfSuffix(text) : kind;
    if (known !== null) return [{ kind: known, text }, pattern.lastIndex];
  }
  return [{ kind: 'unreadable', text: version.slice(at) }, version.length];
}

function kindOfSuffix(name: string): Kind | null {
  if (BEFORE.includes(name)) return 'before';
  return AFTER.includes(name) ? 'after' : null;
}

function comparePiece(a: ApkPiece, b: ApkPiece): Order {
  if (a.kind !== b.kind) return compareNumbers(RANK.get(a.kind) ?? 0, RANK.get(b.kind) ?? 0);
  if (a.kind === 'before') return compareNumbers(BEFORE.indexOf(a.text), BEFORE.indexOf(b.text));
  if (a.kind === 'after') return compareNumbers(AFTER.indexOf(a.text), AFTER.indexOf(b.text));
  if (a.kind === 'number') return compareFraction(a.text, b.text);
  if (a.kind === 'letter' || a.kind === 'hash' || a.kind === 'unreadable') return compareText(a.text, b.text);
  return compareDigits(a.text, b.text);
}

/** A number with zeros in front is what stands behind a decimal point: 1.05 is below 1.1. The first number is none. */
function compareFraction(a: string, b: string): Order {
  return a.startsWith('0') || b.startsWith('0') ? compareText(a, b) : compareDigits(a, b);
}

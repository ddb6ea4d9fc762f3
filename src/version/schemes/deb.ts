import { compareDigits, compareNumbers, type Order } from '../order.ts';
import { isInRange, PLAIN_BOUNDS, readBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

/** `[epoch:]upstream[-revision]`, deb-version(7). */
export interface DebVersion {
  /** Digits; '' where there is none, which is zero. */
  readonly epoch: string;
  readonly upstream: string;
  /** '' where there is none, which is the same as `0`. */
  readonly revision: string;
}

export const deb = makeScheme<DebVersion>({
  id: 'deb',
  summary: 'Debian packages: deb-version(7), as dpkg compares them',
  ecosystems: ['Debian', 'Ubuntu', 'Echo', 'opam'],
  purlTypes: ['deb', 'opam'],
  parse,
  order,
  readRange,
});

/** `<` and `>` are strict here; what Debian's policy once made of them is long gone. */
const OPERATORS = [['<<', '<'], ['>>', '>'], ...PLAIN_BOUNDS] as const;

/** As lenient as dpkg is when it only compares: any characters; a colon after what is no number belongs to the version. */
function parse(text: string): DebVersion | null {
  const version = text.trim();
  if (version === '') return null;
  const epoch = /^[0-9]*:/.exec(version)?.[0] ?? '';
  const rest = version.slice(epoch.length);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: epoch.slice(0, -1),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

function order(a: DebVersion, b: DebVersion): Order {
  return compareDigits(a.epoch, b.epoch) || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

function readRange(range: string): ((version: DebVersion) => boolean) | null {
  const bounds = readBounds(range, { operators: OPERATORS, parse });
  return bounds === null ? null : (version) => isInRange(bounds, version, order);
}

/** By turns what is no digit, character by character, and what is, as a number. */
function comparePart(a: string, b: string): Order {
  let [left, right] = [0, 0];
  while (left < a.length || right < b.length) {
    while (isOther(a, left) || isOther(b, right)) {
      const order = compareNumbers(weightAt(a, left), weightAt(b, right));
      if (order !== 0) return order;
      left += 1;
      right += 1;
    }
    const [leftEnd, rightEnd] = [endOfDigits(a, left), endOfDigits(b, right)];
    const order = compareDigits(a.slice(left, leftEnd), b.slice(right, rightEnd));
    if (order !== 0) return order;
    [left, right] = [leftEnd, rightEnd];
  }
  return 0;
}

/** The tilde before the end, the end (and a digit) before letters, letters before all else. */
function weightAt(text: string, at: number): number {
  if (!isOther(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (code === 0x7e) return -1;
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
  return isLetter ? code : code + 256;
}

function isOther(text: string, at: number): boolean {
  return at < text.length && !isDigit(text.charCodeAt(at));
}

function endOfDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

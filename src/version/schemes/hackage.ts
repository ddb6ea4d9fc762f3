import { compareDigits, compareNumbers, type Order } from '../order.ts';
import { increment } from '../partial.ts';
import { type Comparator, isInRange, type Operator, type Range } from '../range.ts';
import { makeScheme } from '../scheme.ts';

type Numbers = readonly string[];

export const hackage = makeScheme<Numbers>({
  id: 'hackage',
  summary: 'Haskell packages: lists of numbers as Data.Version compares them; ranges as in the field build-depends',
  ecosystems: ['Hackage'],
  purlTypes: ['hackage'],
  parse,
  order,
  readRange,
});

const OPERATORS = ['^>=', '>=', '<=', '==', '>', '<'];

function parse(text: string): Numbers | null {
  const version = text.trim();
  return /^[0-9]+(?:\.[0-9]+)*$/.test(version) ? version.split('.') : null;
}

/** Of versions that begin alike the shorter is lower. */
function order(a: Numbers, b: Numbers): Order {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareDigits(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

/** `>=1.2 && <1.4 || ==2.*`, `^>=1.2.3`, sets as `== {1.2, 1.3}`, `-any` and `-none`; no parentheses. */
function readRange(range: string): ((version: Numbers) => boolean) | null {
  const alternatives: (readonly Comparator<Numbers>[])[] = [];
  for (const text of range.split('||')) {
    const read = readAlternative(text);
    if (read === null) return null;
    for (const bounds of read) alternatives.push(bounds);
  }
  return (version) => isInRange(alternatives, version, order);
}

function readAlternative(text: string): Range<Numbers> | null {
  const bounds: Comparator<Numbers>[] = [];
  const parts = text.split('&&').map((part) => part.trim());
  if (parts.length === 1 && parts[0]?.includes('{')) return readSet(parts[0]);
  for (const part of parts) {
    const read = readBound(part);
    if (read === null) return null;
    bounds.push(...read);
  }
  return [bounds];
}

/** Each of a set is an alternative. */
function readSet(text: string): Range<Numbers> | null {
  const [, operator = '', inside = ''] = /^(\^>=|==)\s*\{([^{}]*)\}$/.exec(text) ?? [];
  const all = operator === '' ? [null] : inside.split(',').map((version) => readBound(`${operator}${version.trim()}`));
  return all.includes(null) ? null : all.map((bounds) => bounds ?? []);
}

function readBound(text: string): readonly Comparator<Numbers>[] | null {
  if (text === '-any') return [];
  if (text === '-none') return [{ operator: '<', version: ['0'] }];
  const operator = OPERATORS.find((one) => text.startsWith(one));
  const written = text.slice(operator?.length ?? 0).trim();
  const isWild = operator === '==' && written.endsWith('.*');
  const version = parse(isWild ? written.slice(0, -2) : written);
  if (version === null || operator === undefined) return null;
  if (isWild)
    return [
      { operator: '>=', version },
      { operator: '<', version: raise(version, version.length - 1) },
    ];
  if (operator === '^>=')
    return [
      { operator: '>=', version },
      { operator: '<', version: raise([...version, '0'], 1) },
    ];
  return [{ operator: meaningOf(operator), version }];
}

function meaningOf(operator: string): Operator {
  if (operator === '>=' || operator === '<=' || operator === '>' || operator === '<') return operator;
  return '=';
}

/** The numbers up to the one at `at`, which is one more. The first two of a version are its major number. */
function raise(version: Numbers, at: number): Numbers {
  return [...version.slice(0, at), increment(version[at] ?? '0')];
}

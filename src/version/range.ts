import type { Order } from './order.ts';

export type Operator = '<' | '<=' | '=' | '!=' | '>=' | '>';

/** One bound of a range. */
export interface Comparator<V> {
  readonly operator: Operator;
  readonly version: V;
}

/** Alternatives; in each, all must hold. */
export type Range<V> = readonly (readonly Comparator<V>[])[];

/** How a scheme writes a range of plain bounds. */
export interface BoundGrammar<V> {
  /** As written → what it means; longer ones first. */
  readonly operators: readonly (readonly [string, Operator])[];
  readonly parse: (text: string) => V | null;
}

/** How most write bounds, advisories too. */
export const PLAIN_BOUNDS: BoundGrammar<unknown>['operators'] = [
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['==', '='],
  ['<', '<'],
  ['>', '>'],
  ['=', '='],
];

/** Whether the version is within all the bounds of one alternative. */
export function isInRange<V>(range: Range<V>, version: V, order: (a: V, b: V) => Order): boolean {
  return range.some((bounds) => bounds.every((bound) => holds(bound, version, order)));
}

export function holds<V>({ operator, version: bound }: Comparator<V>, version: V, order: (a: V, b: V) => Order): boolean {
  const to = order(version, bound);
  if (operator === '=') return to === 0;
  if (operator === '!=') return to !== 0;
  if (to === 0) return operator === '<=' || operator === '>=';
  return operator.startsWith('<') === to < 0;
}

/** `>= 1.2, < 2 || = 3`: bounds with commas or space between them, alternatives with `||`. Null where that is not what it is. */
export function readBounds<V>(range: string, grammar: BoundGrammar<V>): Range<V> | null {
  const alternatives: Comparator<V>[][] = [];
  for (const part of range.split('||')) {
    const bounds = readAll(part, grammar);
    if (bounds === null || bounds.length === 0) return null;
    alternatives.push(bounds);
  }
  return alternatives;
}

/** Operators, each with the version that follows it, also after a space. A version alone means `bare`. */
export function splitBounds(
  text: string,
  operators: readonly string[],
  bare = '=',
): readonly (readonly [operator: string, version: string])[] | null {
  const bounds: [string, string][] = [];
  let waiting: string | null = null;
  for (const word of text.split(/[\s,]+/)) {
    if (word === '') continue;
    const operator = operators.find((one) => word.startsWith(one));
    if (waiting !== null && operator !== undefined) return null;
    const version = operator === undefined ? word : word.slice(operator.length);
    if (version === '') waiting = operator ?? null;
    else {
      bounds.push([waiting ?? operator ?? bare, version]);
      waiting = null;
    }
  }
  return waiting === null ? bounds : null;
}

function readAll<V>(text: string, { operators, parse }: BoundGrammar<V>): Comparator<V>[] | null {
  const written = operators.map(([operator]) => operator);
  const bounds: Comparator<V>[] = [];
  for (const [operator, text_] of splitBounds(text, written) ?? [['', '']]) {
    const meant = operators.find(([one]) => one === operator)?.[1];
    const version = parse(text_);
    if (meant === undefined || version === null) return null;
    bounds.push({ operator: meant, version });
  }
  return bounds;
}

import type { Comparator, Range } from './range.ts';

/**
 * `[1,2)`, `(,1.0]`, `[1.5]`, several joined by commas: each is an alternative, a bracket takes its bound in, a parenthesis does
 * not. Null where it is malformed, or has a bound that is no version.
 */
export function readIntervals<V>(range: string, parse: (text: string) => V | null): Range<V> | null {
  const intervals: (readonly Comparator<V>[])[] = [];
  let at = 0;
  while (at < range.length) {
    const end = indexOfClosing(range, at);
    const interval = end < 0 ? null : readInterval(range.slice(at, end + 1).trim(), parse);
    const comma = end < 0 ? null : (/^\s*(?:,\s*(?=\S)|$)/.exec(range.slice(end + 1, end + 100))?.[0] ?? null);
    if (interval === null || comma === null) return null;
    intervals.push(interval);
    at = end + 1 + comma.length;
  }
  return intervals.length === 0 ? null : intervals;
}

/** Whether a range is written in brackets, or is meant to be. */
export function isInBrackets(range: string): boolean {
  return /[[\]()]/.test(range);
}

function indexOfClosing(range: string, start: number): number {
  let at = start;
  while (at < range.length && range[at] !== ')' && range[at] !== ']') at += 1;
  return at < range.length ? at : -1;
}

function readInterval<V>(text: string, parse: (text: string) => V | null): readonly Comparator<V>[] | null {
  const [takesLow, takesHigh] = [text.startsWith('['), text.endsWith(']')];
  if (!takesLow && !text.startsWith('(')) return null;
  const ends = text.slice(1, -1).split(',');
  if (ends.length === 1) return takesLow && takesHigh ? readBound('=', ends[0] ?? '', parse) : null;
  const [low = '', high = ''] = ends.map((end) => end.trim());
  const bounds = [
    low === '' ? [] : readBound(takesLow ? '>=' : '>', low, parse),
    high === '' ? [] : readBound(takesHigh ? '<=' : '<', high, parse),
  ];
  return ends.length > 2 || bounds.includes(null) ? null : bounds.flatMap((bound) => bound ?? []);
}

function readBound<V>(
  operator: Comparator<V>['operator'],
  text: string,
  parse: (text: string) => V | null,
): readonly Comparator<V>[] | null {
  const version = parse(text.trim());
  return version === null ? null : [{ operator, version }];
}

import { compareDigits, compareNumbers, type Order } from '../order.ts';
import { isInRange, PLAIN_BOUNDS, readBounds } from '../range.ts';
import { makeScheme } from '../scheme.ts';

export const cran = makeScheme<readonly string[]>({
  id: 'cran',
  summary: 'R packages: numbers between dots and dashes, as numeric_version of R compares them',
  ecosystems: ['CRAN', 'Bioconductor'],
  purlTypes: ['cran', 'bioconductor'],
  parse,
  order,
  readRange,
});

function parse(text: string): readonly string[] | null {
  const version = text.trim();
  return /^[0-9]+(?:[.-][0-9]+)*$/.test(version) ? version.split(/[.-]/) : null;
}

/** Of versions that begin alike the shorter is lower. */
function order(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareDigits(a[at] ?? '', b[at] ?? '');
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

/** As in the field Depends, with parentheses or without. */
function readRange(range: string): ((version: readonly string[]) => boolean) | null {
  const bounds = readBounds(range.replaceAll(/[()]/g, ' '), { operators: PLAIN_BOUNDS, parse });
  return bounds === null ? null : (version) => isInRange(bounds, version, order);
}

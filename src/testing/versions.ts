import assert from 'node:assert/strict';
import type { Scheme } from '../version/scheme.ts';

/**
 * Asserts an order written as `1.0~rc1 < 1.0 = 1.0-0 < 1.0-1`, each version against every other: the list is in its order, and
 * `=` joins what is the same.
 */
export function assertOrder(scheme: Scheme, written: string): void {
  const ranks: { readonly version: string; readonly rank: number }[] = [];
  for (const [rank, group] of written.split(' < ').entries()) {
    for (const version of group.split(' = ')) ranks.push({ version, rank });
  }
  for (const a of ranks) {
    for (const b of ranks) {
      assert.equal(scheme.compare(a.version, b.version), Math.sign(a.rank - b.rank), `${a.version} against ${b.version}`);
    }
  }
}

/** Asserts which versions are in a range and which are not. */
export function assertRange(
  scheme: Scheme,
  range: string,
  { inside, outside }: { readonly inside: string; readonly outside: string },
): void {
  for (const version of wordsOf(inside)) assert.equal(scheme.satisfies(range, version), true, `${version} is in ${range}`);
  for (const version of wordsOf(outside)) assert.equal(scheme.satisfies(range, version), false, `${version} is not in ${range}`);
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

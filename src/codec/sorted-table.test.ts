import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeSortedTable, openSortedTable } from './sorted-table.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | null | undefined) => (found === null || found === undefined ? null : new TextDecoder().decode(found));

test('what was written is found, and nothing else', () => {
  const pairs = Array.from({ length: 500 }, (_, at) => [`name-${at * 7}`, bytes(`value ${at}`)] as const);
  const table = openSortedTable(encodeSortedTable(pairs));
  for (const [key, value] of pairs) assert.equal(text(table?.get(key)), text(value));
  for (const key of ['', 'name-', 'name-1', 'name-99999', 'zzz', '\u{1f600}']) assert.equal(table?.get(key), null);
  assert.equal([...(table?.entries() ?? [])].length, 500);
});

test('the order of the pairs does not show', () => {
  const pairs = [
    ['b', bytes('2')],
    ['a', bytes('1')],
    ['é', bytes('3')],
  ] as const;
  assert.deepEqual(encodeSortedTable(pairs), encodeSortedTable(pairs.toReversed()));
});

test('a table without pairs has nothing', () => {
  const table = openSortedTable(encodeSortedTable([]));
  assert.equal(table?.count, 0);
  assert.equal(table?.get('a'), null);
});

test('bytes that are no table are refused, and cut ones never throw', () => {
  assert.equal(openSortedTable(new Uint8Array()), null);
  assert.equal(openSortedTable(new Uint8Array(64).fill(0xff)), null);
  const whole = encodeSortedTable([
    ['key', bytes('value')],
    ['other', bytes('else')],
  ]);
  for (let length = 0; length < whole.length; length += 1) openSortedTable(whole.slice(0, length))?.get('key');
});

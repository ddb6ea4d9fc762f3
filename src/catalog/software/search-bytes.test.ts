import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compileSearch } from './search-bytes.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

test('finds what String.indexOf finds', () => {
  const text = (least: number) =>
    fc.array(fc.constantFrom('a', 'b', '\0', '\xff'), { minLength: least, maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text(0), text(1), fc.nat(14), (hay, sought, from) => {
      assert.equal(compileSearch(sought).find(bytesOf(hay), from), from > hay.length ? -1 : hay.indexOf(sought, from));
    }),
    { numRuns: 2000 },
  );
});

test('texts that are longer than a skip can tell', () => {
  const sought = `x${'ab'.repeat(200)}`;
  const hay = `${'ab'.repeat(500)}${sought}`;
  assert.equal(compileSearch(sought).find(bytesOf(hay), 0), 1000);
});

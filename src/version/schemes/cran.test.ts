import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { cran } from './cran.ts';

test('dots and dashes divide alike, and a longer version is higher', () => {
  assertOrder(cran, '0.9 < 0.75 < 1.0 = 1-0 = 01.00 < 1.0.0 < 1.0-1 < 1.10');
  for (const text of ['', '1.', '1..2', '1a', '-1']) assert.equal(cran.parse(text), null, text);
});

test('ranges are written as in Depends', () => {
  assertRange(cran, '(>= 1.2)', { inside: '1.2 1.2.0 2', outside: '1.1' });
  assertRange(cran, '>= 1.2, < 2', { inside: '1.9', outside: '2' });
});

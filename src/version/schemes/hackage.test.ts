import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { hackage } from './hackage.ts';

test('versions are lists of numbers, and a longer one is higher', () => {
  assertOrder(hackage, '0.9 < 0.11.3 < 1 < 1.0 < 1.0.0 < 1.2 < 1.10');
  for (const text of ['', '1-2', '1.a', '.1']) assert.equal(hackage.parse(text), null, text);
});

test('ranges are written as in build-depends', () => {
  assertRange(hackage, '>=1.2 && <1.4 || ==2.*', { inside: '1.2 1.3.9 2 2.5', outside: '1.1 1.4 3' });
  assertRange(hackage, '^>=1.2.3', { inside: '1.2.3 1.2.9', outside: '1.3 1.2.2' });
  assertRange(hackage, '^>= 1', { inside: '1 1.0.5', outside: '1.1' });
  assertRange(hackage, '== {1.2, 1.4.*}', { inside: '1.2 1.4.7', outside: '1.3' });
  assertRange(hackage, '-any', { inside: '0', outside: '' });
  assertRange(hackage, '-none', { inside: '', outside: '0 1' });
});

test('what is no range holds for nothing', () => {
  for (const range of ['', '1.2', '>=', '(>=1)', '== {}', '>1.*', '&&']) assert.equal(hackage.satisfies(range, '1'), null, range);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { gem } from './gem.ts';

test('versions of gems are in the order of Gem::Version', () => {
  assertOrder(gem, '0.9 < 1.0.a.2 = 1.0.a2 < 1.0.a10 < 1.0.b1 < 1.0.pre.1 = 1.0-1 < 1.0.rc1 < 1 = 1.0 = 1.0.0 < 1.0.1 < 1.2 < 1.10');
  assertOrder(gem, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`);
});

test('what does not begin with a number is no version', () => {
  for (const text of ['', 'a.1', '1.0 beta', '.1']) assert.equal(gem.parse(text), null, text);
});

test('the pessimistic operator lets the last number grow', () => {
  assertRange(gem, '~> 1.2', { inside: '1.2 1.9 1.2.1', outside: '1.1 2 2.0.a 1.2.a' });
  assertRange(gem, '~> 1.2.3', { inside: '1.2.3 1.2.9', outside: '1.3 1.3.0.pre' });
  assertRange(gem, '~> 1', { inside: '1 1.9', outside: '2' });
  assertRange(gem, '~> 1.2.a', { inside: '1.2.a 1.2 1.9', outside: '2' });
});

test('requirements are joined by commas', () => {
  assertRange(gem, '>= 1.2, < 2, != 1.5', { inside: '1.2 1.9', outside: '1.5.0 2 1.1' });
  assert.equal(gem.satisfies('~>', '1'), null);
  assert.equal(gem.satisfies('~> a', '1'), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { hex } from './hex.ts';

test('versions are in the order of Semantic Versioning', () => assertOrder(hex, '1.0.0-rc.0 < 1.0.0 = 1.0.0+a < 1.0.1'));

test('~> lets the last number that is told grow', () => {
  assertRange(hex, '~> 2.0.0', { inside: '2.0.0 2.0.9', outside: '2.1.0 2.1.0-dev' });
  assertRange(hex, '~> 2.1', { inside: '2.1.0 2.9.9', outside: '3.0.0 3.0.0-dev 2.0.9' });
  assertRange(hex, '~> 2.1-rc.1', { inside: '2.1.0-rc.2 2.9.0', outside: '3.0.0' });
});

test('and binds closer than or', () => {
  assertRange(hex, '>= 1.0.0 and < 1.5.0 or ~> 2.0', { inside: '1.0.0 1.4.9 2.7.0', outside: '1.5.0 3.0.0' });
  assertRange(hex, '!= 1.0.0', { inside: '1.0.1', outside: '1.0.0' });
  assertRange(hex, '1.0.0', { inside: '1.0.0', outside: '1.0.1' });
});

test('what is no requirement holds for nothing', () => {
  for (const range of ['', 'and', '1.0.0 and', '1.0.0 1.0.1', '~> 1', '> 1.0', '>= >= 1.0.0', 'or 1.0.0', '>=v1.0.0']) {
    assert.equal(hex.satisfies(range, '1.0.0'), null, range);
  }
});

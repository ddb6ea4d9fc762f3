import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { bitnami } from './bitnami.ts';

test('a number after the last dash is a revision of the version, no pre-release', () => {
  assertOrder(bitnami, '1.2.3-rc1 < 1.2.3-rc1-2 < 1.2.3 = 1.2.3-0 < 1.2.3-1 < 1.2.3-10 < 1.2.4');
  assert.equal(bitnami.parse('latest-1'), null);
});

test('a range is about the version alone', () => {
  assertRange(bitnami, '>=1.2.3 <1.3.0', { inside: '1.2.3-7 1.2.9', outside: '1.3.0 1.2.2-1' });
  assertRange(bitnami, '1.2.3', { inside: '1.2.3-7', outside: '1.2.4-7' });
});

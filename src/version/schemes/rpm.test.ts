import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { rpm } from './rpm.ts';

test('versions of RPM packages are in the order of rpm-version(7)', () => {
  assertOrder(rpm, '1.0~rc1 < 1.0 < 1.0-1 < 1.0^20240101-1 < 1.0a-1 < 1.0.1-1 < 1.2-1 < 1.10-1 < 1:0.1-1');
  assertOrder(rpm, '3.0.7-24.el9 < 3.0.7-24.el9_3 < 3.0.7-25.el9 < 3.0.7-25.1.el9');
  assertOrder(rpm, '1~~a < 1~ < 1 < 1^~a < 1^ < 1^a');
});

test('what separates does not count, zeros in front do not, and letters are below digits', () => {
  assertOrder(rpm, '1.a < 1.0 = 1_0 = 1..00 < 1.1');
  assertOrder(rpm, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`);
});

test('no epoch is zero, and no release is below every release', () => {
  assertOrder(rpm, '1.2 = 0:1.2 = :1.2 < 1.2- < 1.2-0');
  assert.deepEqual(rpm.parse('a:1-2-3'), { epoch: '', version: 'a:1-2', release: '3' });
});

test('ranges are written as in dependencies: a bound without a release holds for each', () => {
  assertRange(rpm, '>= 1.2, < 2', { inside: '1.2-1 1.9 2~rc1-1', outside: '1.1-9 2-1' });
  assertRange(rpm, '= 1.2', { inside: '1.2 1.2-1 1.2-9', outside: '1.2.1-1' });
  assertRange(rpm, '> 1.2-1', { inside: '1.2-2', outside: '1.2-1 1.2' });
  assert.equal(rpm.satisfies('> = 1', '1'), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { apk } from './apk.ts';

test('versions of Alpine packages are in the order of apk-package(5)', () => {
  assertOrder(
    apk,
    '1.0_alpha < 1.0_alpha1 < 1.0_beta < 1.0_pre3 < 1.0_rc1 < 1.0 < 1.0-r0 < 1.0-r10 < 1.0_cvs < 1.0_git20240101 < 1.0_p1 < 1.0_p10',
  );
  assertOrder(apk, '1.0_p1 < 1.0a < 1.0b < 1.0.0 < 1.0.1 < 1.2 < 1.10 < 2');
  assertOrder(apk, '1.2_alpha_rc1 < 1.2_alpha < 1.2_alpha_p1');
});

test('a number with zeros in front is a fraction, unless it is the first', () => {
  assertOrder(apk, '1.05 < 1.06 < 1.1 < 1.10 < 1.50');
  assertOrder(apk, '006 < 7 = 07');
});

test('a commit hash comes before the revision', () => {
  assertOrder(apk, '1.2 < 1.2-r1 < 1.2~abc < 1.2~abc-r1 < 1.2~abd');
});

test('what cannot be read is below the end, and ordered as text', () => {
  assertOrder(apk, 'a < b < 1.2_blah < 1.2_blub < 1.2 < 1.2a');
  assertOrder(apk, '1-r = 1-r0 = 1-r0-x < 1-r1');
  assert.equal(apk.parse(''), null);
});

test('ranges are written as in dependencies', () => {
  assertRange(apk, '>=1.2 <2', { inside: '1.2 1.2-r1 1.9 2_rc1', outside: '1.1-r9 2 2-r0' });
  assertRange(apk, '~1.2', { inside: '1.2 1.2-r3 1.2.5 1.2_p1', outside: '1.20 1.3' });
  assertRange(apk, '=~ 1.2', { inside: '1.2.1', outside: '1' });
  assertRange(apk, '1.2-r0', { inside: '1.2-r0', outside: '1.2-r1' });
  assert.equal(apk.satisfies('>', '1'), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { deb } from './deb.ts';

test('versions of Debian packages are in the order of deb-version(7)', () => {
  assertOrder(deb, '1.0~~ < 1.0~~a < 1.0~ < 1.0~rc1-1 < 1.0 = 1.0-0 = 0:1.0 < 1.0-1 < 1.0a < 1.0+b < 1.0.1 < 1.2 < 1.10 < 1:0.5');
  assertOrder(deb, '2.36-9+deb12u1 < 2.36-9+deb12u2 < 2.36-9+deb12u10 < 2.36-10');
  assertOrder(deb, '1.2-3~bpo12+1 < 1.2-3 < 1.2-3+b1 < 1.2-3.1');
});

test('the last dash divides, and zeros in front do not count', () => {
  assertOrder(deb, '1-2-1 < 1-2-2 < 1-10-1');
  assertOrder(deb, '1.007 = 1.7 < 1.08');
  assertOrder(deb, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`);
});

test('a colon after what is no number belongs to the version', () => {
  assert.deepEqual(deb.parse('a:1-2'), { epoch: '', upstream: 'a:1', revision: '2' });
});

test('blanks around do not count, and nothing is no version', () => {
  assert.deepEqual(deb.parse(' 1:2-3 '), { epoch: '1', upstream: '2', revision: '3' });
  assert.equal(deb.parse(' '), null);
  assertOrder(deb, ' < ~');
});

test('ranges are written as in dependencies', () => {
  assertRange(deb, '>= 1.2, << 2', { inside: '1.2 1.2-1 1.9 2~rc1', outside: '1.1 2 2-1' });
  assertRange(deb, '<1 || = 3', { inside: '0.9 3 3-0', outside: '1 2 3-1' });
  for (const range of ['', '>=', ', ', '1 ||', '>= >= 1']) assert.equal(deb.satisfies(range, '1'), null, range);
});

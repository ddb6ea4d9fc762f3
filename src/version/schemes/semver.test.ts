import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { semver } from './semver.ts';

test('versions are in the order of Semantic Versioning, section 11', () => {
  assertOrder(
    semver,
    '1.0.0-1 < 1.0.0-2 < 1.0.0-10 < 1.0.0-Alpha < 1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < 1.0.0-rc.1 < 1.0.0 < 1.0.1 < 1.2.0 < 1.10.0 < 2.0.0',
  );
});

test('the build does not count', () => assertOrder(semver, '1.0.0-a+1 = 1.0.0-a+2 < 1.0.0+x = 1.0.0'));

test('it may be written loosely, and numbers have any length', () => {
  assertOrder(semver, '1.2.3beta = v1.2.3-beta < 1.2.3 = v1.2.3 = =1.2.3 = V 1.2.3 = 1.2.3.0 < 1.2.3.1');
  assertOrder(semver, '1 = 1.0 = 01.0.0 < 1.1');
  assertOrder(semver, `1.${'9'.repeat(40)}.0 < 1.1${'0'.repeat(40)}.0`);
});

test('what does not begin with a number, or has other characters, is no version', () => {
  for (const text of ['', 'v', 'latest', '1.2.3 4', '1.2.3_4', '-1', '1.0+a+b']) assert.equal(semver.parse(text), null, text);
  assertOrder(semver, 'latest < 0.0.0-0');
});

test('ranges are those of npm', () => assertRange(semver, '^1.2', { inside: '1.2.0 1.9.9', outside: '2.0.0 1.1.9' }));

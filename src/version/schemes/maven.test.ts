import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { maven } from './maven.ts';

test('known qualifiers have their places, others follow as text', () => {
  assertOrder(
    maven,
    '1-alpha < 1-alpha-1 = 1a1 < 1-beta-1 = 1b1 < 1-milestone-1 = 1m1 < 1-rc-1 = 1cr1 = 1.RC1 < 1-SNAPSHOT < 1 = 1.0 = 1-ga = 1.final = 1.RELEASE < 1-sp < 1-abc < 1-xyz < 1-1 < 1.1',
  );
});

test('what is null is left out at the end, before a hyphen and before a qualifier', () => {
  assertOrder(maven, '0 = 0.0 < 1.0.0-foo.0.0 = 1-foo = 1.0.foo < 1.0.1 < 1.1');
  assertOrder(maven, '1. = 1- = 1 < 1-1.foo-bar1baz-.1 = 1-1.foo-bar-1-baz-0.1');
});

test('what is missing beside a qualifier after a dot is the release', () => {
  assertOrder(maven, '1.2.57.rc1 < 1.2.57 < 1.2.57.sec06 < 1.2.58');
  assertOrder(maven, '31.1-android < 31.1-jre < 31.1.1-android');
});

test('numbers have any length', () => assertOrder(maven, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`));

test('ranges are sets of intervals', () => {
  assertRange(maven, '[1,2)', { inside: '1 1.9 2-SNAPSHOT', outside: '0.9 2' });
  assertRange(maven, '(,1.0],[1.2,)', { inside: '0.1 1 1.2 9', outside: '1.1' });
  assertRange(maven, '[1.5]', { inside: '1.5 1.5.0', outside: '1.5.1' });
  assertRange(maven, '(1,2]', { inside: '1.1 2', outside: '1 2.1' });
});

test('bounds are read too, and a version alone means that one', () => {
  assertRange(maven, '>= 1.2, < 2', { inside: '1.2 1.9', outside: '2' });
  assertRange(maven, '1.5', { inside: '1.5', outside: '1.6' });
});

test('what is no range holds for nothing', () => {
  for (const range of ['[1,2', '[1', '(1)', '[1,2,3]', '[1] [2]', '[1],', '[]', '', '1,2)'])
    assert.equal(maven.satisfies(range, '1'), null, range);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRange } from '../../testing/versions.ts';
import { npm } from './npm.ts';

test('a caret lets all change behind the first number that is not zero', () => {
  assertRange(npm, '^1.2.3', { inside: '1.2.3 1.9.0', outside: '1.2.2 2.0.0 2.0.0-0' });
  assertRange(npm, '^0.2.3', { inside: '0.2.3 0.2.9', outside: '0.3.0' });
  assertRange(npm, '^0.0.3', { inside: '0.0.3', outside: '0.0.4' });
  assertRange(npm, '^0.0', { inside: '0.0.0 0.0.9', outside: '0.1.0' });
  assertRange(npm, '^0.x', { inside: '0.0.0 0.9.0', outside: '1.0.0' });
});

test('a tilde lets the patch change', () => {
  assertRange(npm, '~1.2.3', { inside: '1.2.3 1.2.9', outside: '1.3.0' });
  assertRange(npm, '~> 1.2', { inside: '1.2.0', outside: '1.3.0' });
  assertRange(npm, '~1', { inside: '1.0.0 1.9.0', outside: '2.0.0' });
});

test('what is not told may be anything', () => {
  for (const any of ['', '*', 'x', '>=*', ' || 1']) assertRange(npm, any, { inside: '0.0.0 9.9.9', outside: '1.0.0-a' });
  assertRange(npm, '1.x', { inside: '1.0.0 1.9.9', outside: '2.0.0' });
  assertRange(npm, '1.2', { inside: '1.2.0 1.2.9', outside: '1.3.0' });
  assertRange(npm, '>1.2 <=2', { inside: '1.3.0 2.9.0', outside: '1.2.9 3.0.0' });
  assertRange(npm, '<1.2', { inside: '1.1.9', outside: '1.2.0' });
  assertRange(npm, '<*', { inside: '', outside: '0.0.0' });
});

test('a dash between spaces goes from one to the other', () => {
  assertRange(npm, '1.2.3 - 2.3', { inside: '1.2.3 2.3.9', outside: '1.2.2 2.4.0' });
  assertRange(npm, '1.2 - 2.3.4', { inside: '1.2.0 2.3.4', outside: '2.3.5' });
});

test('alternatives are joined by ||, bounds by space', () => {
  assertRange(npm, '<1.0.0 || >=2.3.1 <2.4.5 || >=2.5.2 <3.0.0', { inside: '0.1.0 2.3.1 2.5.2', outside: '1.0.0 2.4.5 3.0.0' });
  assertRange(npm, '>= 1.0.0, < 2.0.0', { inside: '1.5.0', outside: '2.0.0' });
});

test('a pre-release is in a range only beside a bound of the same version', () => {
  assertRange(npm, '>1.2.3-alpha.3', { inside: '1.2.3-alpha.7 3.4.5', outside: '3.4.5-alpha.9 1.2.3-alpha.3' });
  assertRange(npm, '^1.2.3-beta.2', { inside: '1.2.3-beta.4 1.2.4', outside: '1.2.4-beta.2 1.2.3-beta' });
});

test('what is no range holds for nothing', () => {
  for (const range of ['nonsense', '1.2.3.4', '>', '^^1', '1 - 2 - 3', '1.2.3 ||| 2'])
    assert.equal(npm.satisfies(range, '1.2.3'), null, range);
});

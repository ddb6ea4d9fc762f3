import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { packagist } from './packagist.ts';

test('stages lead to a version, patches follow it, and numbers that are missing are zero', () => {
  assertOrder(
    packagist,
    'dev-foo < dev-main = main-dev < 1.0-dev < 1.0-alpha = 1.0a < 1.0-alpha.1 = 1.0a1 < 1.0-beta2 = 1.0.0b.2 < 1.0-RC1 = 1.0rc1 < 1 = v1.0 = 1.0.0.0 = 1.0-stable < 1.0p1 = 1.0-patch1 < 1.0.1 < 1.2 < 1.10 < 1.x-dev < 2.0-dev < 2',
  );
  assertOrder(packagist, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`);
});

test('what neither begins with a number nor names a branch is no version', () => {
  for (const text of ['', 'latest', '#']) assert.equal(packagist.parse(text), null, text);
});

test('a caret goes to where the first number that is not zero changes', () => {
  assertRange(packagist, '^1.2.3', { inside: '1.2.3 1.9 1.2.3-beta', outside: '1.2.2 2.0 2.0-dev' });
  assertRange(packagist, '^0.2.3', { inside: '0.2.3 0.2.9', outside: '0.3.0' });
  assertRange(packagist, '^0.0.3', { inside: '0.0.3', outside: '0.0.4' });
  assertRange(packagist, '^1.2-beta2', { inside: '1.2-beta3 1.2', outside: '1.2-beta1 2.0' });
});

test('a tilde goes to where the number before the last changes', () => {
  assertRange(packagist, '~1.2', { inside: '1.2 1.9', outside: '2.0 1.1' });
  assertRange(packagist, '~1.2.3', { inside: '1.2.3 1.2.9', outside: '1.3' });
  assertRange(packagist, '~1', { inside: '1.0 1.9', outside: '2' });
});

test('asterisks and hyphens', () => {
  assertRange(packagist, '1.2.*', { inside: '1.2.0 1.2.9', outside: '1.3' });
  assertRange(packagist, '*', { inside: '1.0 dev-main', outside: '' });
  assertRange(packagist, '1.0 - 2.0', { inside: '1.0 2.0.9', outside: '2.1' });
  assertRange(packagist, '1.0.0 - 2.1.0', { inside: '2.1.0', outside: '2.1.1' });
});

test('bounds and alternatives', () => {
  assertRange(packagist, '>=1.0,<1.1 || >=1.2', { inside: '1.0 1.0.9 1.2', outside: '1.1 0.9' });
  assertRange(packagist, '<2.0', { inside: '1.9', outside: '2.0-beta 2.0' });
  assertRange(packagist, '>1.0@beta !=1.5', { inside: '1.0 1.6', outside: '1.5 1.0-alpha' });
});

test('a branch is neither above nor below a number', () => {
  assertRange(packagist, '>=0 || <=9', { inside: '1', outside: 'dev-main' });
  assertRange(packagist, 'dev-main', { inside: 'dev-main', outside: 'dev-foo 1.0' });
  assertRange(packagist, '!=dev-main', { inside: '1.0 dev-foo', outside: 'dev-main' });
});

test('what is no constraint holds for nothing', () => {
  for (const range of ['', 'latest', '>=', '^*', '~>1', '1 - 2 - 3']) assert.equal(packagist.satisfies(range, '1'), null, range);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { conda } from './conda.ts';

test('versions are in the order of VersionOrder', () => {
  assertOrder(
    conda,
    '0.4 = 0.4.0 < 0.4.1.rc = 0.4.1.RC < 0.4.1 < 0.5a1 < 0.5b3 < 0.5C1 < 0.5 < 0.9.6 < 0.960923 < 1.0 < 1.1dev1 < 1.1_ < 1.1a1 < 1.1.0dev1 = 1.1.dev1 < 1.1.a1 < 1.1.0rc1 < 1.1.0 = 1.1 < 1.1.0post1 = 1.1.post1 < 1.1post1 < 1996.07.12 < 1!0.4.1 < 1!3.1.1.6',
  );
});

test('what follows a plus sign is compared last; dashes divide as dots', () => {
  assertOrder(conda, '1.0 < 1.0+1 < 1.0+1.1 < 1.0.1+a.1 < 1.0-1 = 1.0_1 = 1.0.1 < 1.0.1+1');
});

test('what conda refuses is no version', () => {
  for (const text of ['', '1..2', '.1', '1.', 'a!1', '1!2!3', '1+2+3', '1 2', '5.5++', '1.0+', '_'])
    assert.equal(conda.parse(text), null, text);
});

test('bounds are joined by commas, alternatives by a bar', () => {
  assertRange(conda, '>=1.2,<2|3.*', { inside: '1.2 1.9 3.0 3.7a1', outside: '1.1 2 4' });
  assertRange(conda, '!=1.2', { inside: '1.3', outside: '1.2 1.2.0' });
  assertRange(conda, '*', { inside: '1', outside: '' });
});

test('one equals sign is what begins alike, two just that', () => {
  assertRange(conda, '=1.2', { inside: '1.2 1.2.9 1.2a1', outside: '1.20 1.3' });
  assertRange(conda, '1.2.*', { inside: '1.2.9', outside: '1.3' });
  assertRange(conda, '==1.2', { inside: '1.2.0', outside: '1.2.1' });
  assertRange(conda, '1.2', { inside: '1.2', outside: '1.2.1' });
  assertRange(conda, '~=1.2.3', { inside: '1.2.3 1.2.9', outside: '1.3 1.2.2' });
  assertRange(conda, '!=1.2.*', { inside: '1.3', outside: '1.2.1' });
});

test('what is said of the build is left out', () => {
  assertRange(conda, '1.2.3 py39_0', { inside: '1.2.3', outside: '1.2.4' });
  assertRange(conda, '1.2.3=py39_0', { inside: '1.2.3', outside: '1.2.4' });
});

test('what is no specification holds for nothing', () => {
  for (const range of ['', '>=', '>=1,', '~=1', '1||2']) assert.equal(conda.satisfies(range, '1'), null, range);
});

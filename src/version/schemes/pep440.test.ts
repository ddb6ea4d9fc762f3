import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { pep440 } from './pep440.ts';

test('versions are in the order of PEP 440', () => {
  assertOrder(
    pep440,
    '1.dev0 < 1a1.dev1 < 1a1 = 1.0-alpha.1 < 1a1.post1 < 1b2 = 1_beta2 < 1rc1 = 1c1 = 1.pre1 = 1-preview_1 < 1 = v1.0.0 = 01 < 1+abc < 1+abc.1 < 1+1 < 1.post1.dev1 < 1.post1 = 1-1 = 1.r1 < 1.0.1 < 1.10 < 1!0.1',
  );
  assertOrder(pep440, `1.${'9'.repeat(40)} < 1.1${'0'.repeat(40)}`);
});

test('a number that is not told is zero', () => assertOrder(pep440, '1.dev = 1.dev0 < 1a = 1a0 < 1.post = 1.post0'));

test('what PEP 440 does not know is no version', () => {
  for (const text of ['', 'latest', '1.x', '1.0-', '1..0', '1+', '1+a..b', '1!', '2004d', '1.dev1a1'])
    assert.equal(pep440.parse(text), null, text);
});

test('specifiers', () => {
  assertRange(pep440, '~=2.2', { inside: '2.2 2.9 2.2.post3', outside: '2.1 3' });
  assertRange(pep440, '~=1.4.5', { inside: '1.4.5 1.4.9', outside: '1.5' });
  assertRange(pep440, '==1.1', { inside: '1.1 1.1.0 1.1+local', outside: '1.1.1 1.1.post1' });
  assertRange(pep440, '==1.1+local', { inside: '1.1+local', outside: '1.1 1.1+other' });
  assertRange(pep440, '==1.1.*', { inside: '1.1 1.1.9 1.1.post1', outside: '1.2 1!1.1' });
  assertRange(pep440, '!=1.1.*, >=1', { inside: '1.0 1.2', outside: '1.1.1 0.9' });
  assertRange(pep440, '===1.1', { inside: '1.1', outside: '1.2' });
  assertRange(pep440, '>= 1, < 2, != 1.5', { inside: '1 1.9', outside: '1.5 2' });
});

test('less is no pre-release of the bound, more no post-release and no local version of it', () => {
  assertRange(pep440, '<2', { inside: '1.9', outside: '2 2rc1' });
  assertRange(pep440, '<2rc2', { inside: '2rc1', outside: '2rc2' });
  assertRange(pep440, '>1.7', { inside: '1.7.1', outside: '1.7 1.7.post1 1.7+local' });
  assertRange(pep440, '>1.7.post1', { inside: '1.7.post2', outside: '1.7.post1' });
});

test('a pre-release is in a range only where one is named', () => {
  assertRange(pep440, '>=1', { inside: '1.1', outside: '1.1a1 1.1.dev1' });
  assertRange(pep440, '>=1.0a1', { inside: '1.1 1.1a1', outside: '1.0.dev1' });
  assertRange(pep440, '', { inside: '1.1', outside: '1.1a1' });
});

test('what is no specifier holds for nothing', () => {
  for (const range of ['1.0', '~=1', '>=1.*', '>1+local', '==1a1.*', '=1', '>=']) assert.equal(pep440.satisfies(range, '1'), null, range);
});

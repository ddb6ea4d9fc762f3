import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanPath, showPath, splitPath } from './image-path.ts';

const CASES = [
  ['usr/bin/env', 'usr/bin/env', false],
  ['./usr/bin/', 'usr/bin', false],
  ['usr//bin', 'usr/bin', false],
  ['.', '', false],
  ['./', '', false],
  ['/', '', false],
  ['', '', false],
  ['/etc/passwd', 'etc/passwd', true],
  ['a/../b', 'b', true],
  ['a/..', '', true],
  ['...', '...', false],
  ['.hidden/..data', '.hidden/..data', false],
  ['a b/\n', 'a b/\n', false],
  ['a/./b/.', 'a/b', false],
] as const;

for (const [name, path, odd] of CASES) {
  test(`${JSON.stringify(name)} is ${JSON.stringify(path)}${odd ? ', and odd' : ''}`, () => {
    assert.deepEqual(cleanPath(name), { ok: true, path, odd });
  });
}

test('what leads above the root, holds a NUL or is too long has no path', () => {
  assert.deepEqual(cleanPath('../etc/passwd'), { ok: false, reason: 'leads-out' });
  assert.deepEqual(cleanPath('a/../../b'), { ok: false, reason: 'leads-out' });
  assert.deepEqual(cleanPath('/..'), { ok: false, reason: 'leads-out' });
  assert.deepEqual(cleanPath('etc/passwd\0.txt'), { ok: false, reason: 'nul' });
  assert.deepEqual(cleanPath('a/'.repeat(3000)), { ok: false, reason: 'too-long' });
});

test('a path is split at its last slash', () => {
  assert.deepEqual(splitPath('usr/bin/env'), ['usr/bin', 'env']);
  assert.deepEqual(splitPath('etc'), ['', 'etc']);
});

test('a path is shown without control characters and without end', () => {
  assert.equal(showPath('a\u001b[31m'), '"a\\u001b[31m"');
  assert.equal(showPath('x'.repeat(500)).length, 202);
});

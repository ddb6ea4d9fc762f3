import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { readHexHash, readIntegrity } from './integrity.ts';

const hash = (algorithm: string, form: 'hex' | 'base64') => createHash(algorithm).update('x').digest(form);

test('the strongest hash that is whole, in hexadecimal', () => {
  const one = (algorithm: string) => `${algorithm}-${hash(algorithm, 'base64')}`;
  for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512'])
    assert.equal(readIntegrity(one(algorithm)), `${algorithm}:${hash(algorithm, 'hex')}`);
  assert.equal(readIntegrity(`${one('sha1')} ${one('sha512')}?x`), `sha512:${hash('sha512', 'hex')}`);
  assert.equal(readIntegrity(`sha512-AAAA ${one('sha1')}`), `sha1:${hash('sha1', 'hex')}`);
  for (const none of [null, '', 'md5-AAAA', 'sha512-', 'sha512-@', 'sha256-AAA']) assert.equal(readIntegrity(none), null);
});

test('a hash that is hexadecimal already', () => {
  assert.equal(readHexHash('sha256', hash('sha256', 'hex').toUpperCase()), `sha256:${hash('sha256', 'hex')}`);
  for (const none of [null, '', 'abc', hash('sha1', 'hex')]) assert.equal(readHexHash('sha256', none), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globTest } from './glob.ts';

/** `pattern text yes|no` */
const cases = (of: 'name' | 'path', lines: readonly string[]) => {
  for (const line of lines) {
    const [pattern = '', text = '', answer] = line.split(' ');
    assert.equal(globTest(pattern, of)(text), answer === 'yes', line);
  }
};

test('of names a star is anything', () => {
  cases('name', [
    'CVE-2024-1 CVE-2024-1 yes',
    'CVE-2024-1 CVE-2024-11 no',
    'CVE-2024-* CVE-2024-11 yes',
    'CVE-2024-? CVE-2024-11 no',
    '* a/b yes',
    '@scope/* @scope/a/b yes',
    'a.b axb no',
    '*-dev libc6-dev yes',
    '*-dev libc6-dev-x no',
  ]);
});

test('of paths a star stops at slashes, and two cross them', () => {
  cases('path', [
    'usr/lib/* usr/lib/a yes',
    'usr/lib/* usr/lib/a/b no',
    'usr/lib/** usr/lib/a/b yes',
    '**/a a yes',
    '**/a x/y/a yes',
    '**/a x/ya no',
    'srv/**/package.json srv/package.json yes',
    'srv/**/package.json srv/a/b/package.json yes',
    'srv/**/package.json srvpackage.json no',
    'srv/?/a srv///a no',
    '** a/b/c yes',
  ]);
});

test('hostile patterns take time in proportion', () => {
  const pattern = `${'*a'.repeat(200)}b`;
  assert.equal(globTest(pattern, 'name')('a'.repeat(5000)), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, findScheme, satisfies } from './index.ts';

test('an ecosystem is named as OSV does, with or without its release, or by the type of a package URL', () => {
  const names = ['Debian', 'Debian:12', 'Ubuntu:22.04:LTS', 'deb', 'DEBIAN'];
  assert.deepEqual(new Set(names.map((name) => findScheme(name)?.id)), new Set(['deb']));
  assert.equal(findScheme('Red Hat:enterprise_linux:9::baseos')?.id, 'rpm');
  assert.equal(findScheme('Alpine:v3.19')?.id, 'apk');
  assert.equal(findScheme('Cheese'), null);
});

test('two versions are compared', () => {
  assert.equal(compare('Debian:12', '1.0~rc1', '1.0'), -1);
  assert.equal(compare('rpm', '1.0', '1.0'), 0);
  assert.equal(compare('Alpine', '1.0', '1.0_rc1'), 1);
});

test('a version is in a range, or not, or nothing can be said', () => {
  assert.equal(satisfies('deb', '>= 1', '2'), true);
  assert.equal(satisfies('deb', '>= 1', '0.9'), false);
  assert.equal(satisfies('deb', '>=', '2'), null);
  assert.equal(satisfies('deb', '>= 1', ''), null);
  assert.equal(satisfies('deb', `>= 1${' '.repeat(70_000)}`, '2'), null);
});

test('an ecosystem of which nothing is known is named', () => {
  assert.throws(() => compare('Cheese:1', '1', '2'), { code: 'unsupported', message: /"Cheese:1"/ });
});

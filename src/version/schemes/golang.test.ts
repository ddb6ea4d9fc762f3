import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { golang } from './golang.ts';

test('versions of modules are in the order of Semantic Versioning, with or without a v', () => {
  assertOrder(golang, 'v1.2.3-pre = 1.2.3-pre < v1.2.3 = 1.2.3 < v1.10.0 < v2.0.0+incompatible = v2.0.0');
});

test('a pseudo-version is before the version it leads to', () => {
  assertOrder(
    golang,
    'v0.0.0-20200101000000-abcdefabcdef < v0.0.0-20210101000000-000000000000 < v1.2.4-0.20200101000000-abcdefabcdef < v1.2.4-pre.0.20200101000000-abcdefabcdef < v1.2.4',
  );
});

test('releases of Go itself', () => {
  assertOrder(
    golang,
    'go1.20.9 < go1.21beta1 = 1.21.0-beta.1 < go1.21rc2 = 1.21.0-rc.2 < go1.21rc10 < go1.21 = go1.21.0 = v1.21.0 < go1.21.1',
  );
  assert.equal(golang.parse('(devel)'), null);
});

test('ranges', () => assertRange(golang, '>= v1.2.0, < v1.3.0', { inside: 'v1.2.0 1.2.9', outside: 'v1.3.0' }));

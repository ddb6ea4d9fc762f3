import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { pub } from './pub.ts';

test('the build counts', () => assertOrder(pub, '1.2.3-a < 1.2.3 < 1.2.3+1 < 1.2.3+2 < 1.2.3+10 < 1.2.3+a < 1.2.3+a.1 < 1.2.4'));

test('a caret goes to the next breaking version: before 1.0.0 the next minor', () => {
  assertRange(pub, '^1.2.3', { inside: '1.2.3 1.9.9', outside: '1.2.2 2.0.0 2.0.0-dev' });
  assertRange(pub, '^0.1.2', { inside: '0.1.2 0.1.9', outside: '0.2.0' });
  assertRange(pub, '^0.0.3', { inside: '0.0.3 0.0.9', outside: '0.1.0' });
});

test('an upper bound keeps out its pre-releases, unless the lower bound is one', () => {
  assertRange(pub, '>=1.0.0 <2.0.0', { inside: '1.0.0 1.5.0-dev', outside: '2.0.0-dev 2.0.0' });
  assertRange(pub, '>=2.0.0-dev.1 <2.0.0', { inside: '2.0.0-dev.2', outside: '2.0.0' });
});

test('any and a version alone', () => {
  assertRange(pub, 'any', { inside: '0.0.1 9.9.9-dev', outside: '' });
  assertRange(pub, '1.2.3', { inside: '1.2.3', outside: '1.2.3+1 1.2.4' });
  for (const range of ['', 'none', '^', '^ ^1']) assert.equal(pub.satisfies(range, '1.0.0'), null, range);
});

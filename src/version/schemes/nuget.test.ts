import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { nuget } from './nuget.ts';

test('versions have up to four numbers, and case does not count', () => {
  assertOrder(
    nuget,
    '1.0.0-alpha < 1.0.0-BETA = 1.0.0-beta < 1.0.0-beta.2 < 1.0.0-beta.10 < 1.0.0-beta2 < 1.0 = 1.0.0.0 = 1.0.0+x < 1.0.0.1-a < 1.0.0.1 < 1.0.1',
  );
});

test('a version alone is the lowest that will do', () => assertRange(nuget, '1.0', { inside: '1.0.0 9.0.0', outside: '0.9 1.0.0-beta' }));

test('ranges are intervals', () => {
  assertRange(nuget, '[1.0]', { inside: '1.0.0', outside: '1.0.1' });
  assertRange(nuget, '(1.0,2.0]', { inside: '1.0.1 2.0', outside: '1.0 2.0.1' });
  assertRange(nuget, '[1.0,2.0)', { inside: '1.0 2.0-beta', outside: '2.0 1.0-beta' });
  assert.equal(nuget.satisfies('(1.0)', '1.0'), null);
});

test('floating versions take what begins like them', () => {
  assertRange(nuget, '1.*', { inside: '1.0 1.9.3', outside: '2.0 1.1-beta 0.9' });
  assertRange(nuget, '1.2.*', { inside: '1.2.0 1.2.9.1', outside: '1.3 1.1' });
  assertRange(nuget, '1.2.*-*', { inside: '1.2.0 1.2.1-beta', outside: '1.3' });
  assertRange(nuget, '1.2.3-*', { inside: '1.2.3-beta 1.2.3', outside: '1.2.4 1.2.2' });
  assertRange(nuget, '*', { inside: '1.2.3', outside: '1.2.3-beta' });
  for (const range of ['1*', '1.*.2', '**', '[1.*]']) assert.equal(nuget.satisfies(range, '1'), null, range);
});

test('bounds as advisories write them', () => assertRange(nuget, '>= 1.0, < 1.2', { inside: '1.1', outside: '1.2' }));

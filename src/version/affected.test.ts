import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { RangeEvent } from '../model/advisory.ts';
import { isAffected } from './affected.ts';
import { deb } from './schemes/deb.ts';
import { rpm } from './schemes/rpm.ts';

test('from where it was introduced to where it is fixed', () => {
  assertAffected('introduced 1 fixed 2', { yes: '1 1.5 2~rc1', no: '0.9 2 3' });
  assertAffected('introduced 0 fixed 2', { yes: '0 0~a 1', no: '2' });
  assertAffected('introduced 1', { yes: '1 9:9', no: '0' });
});

test('to the last that is affected', () => {
  assertAffected('introduced 1 last_affected 2', { yes: '1 2 2-0', no: '0.9 2-1 2.0.1' });
});

test('in several stretches, whatever the order of the events', () => {
  const events = 'introduced 0 fixed 1 introduced 2 fixed 3 introduced 4'.split(/ (?=[a-z])/);
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      assertAffected(shuffled.join(' '), { yes: '0.5 2 2.9 4 5', no: '1 1.5 3 3.9' });
    }),
  );
});

test('where one stretch ends and the next begins they are one, and a stretch that ends where it begins is none', () => {
  assertAffected('introduced 1 fixed 2 introduced 2 fixed 3', { yes: '1 2 2.5', no: '3' });
  assertAffected('introduced 2 fixed 2', { yes: '', no: '1 2 3' });
  assertAffected('introduced 2 last_affected 2', { yes: '2', no: '1 3' });
  assertAffected('introduced 1 last_affected 2 introduced 2 last_affected 3', { yes: '1 2 2.5 3', no: '4' });
});

test('no further than the highest limit', () => {
  assertAffected('introduced 1 limit 3', { yes: '1 2', no: '0 3 4' });
  assertAffected('introduced 1 limit 3 limit 5', { yes: '4', no: '5' });
  assertAffected('introduced 1 limit *', { yes: '9', no: '0' });
});

test('by the order of the scheme', () => {
  assert.equal(isAffected(rpm, read('introduced 0 fixed 0:1.2-1.el9'), '1.2-1.el8'), true);
  assert.equal(isAffected(rpm, read('introduced 0 fixed 0:1.2-1.el9'), '1:1.0-1.el8'), false);
});

test('nothing is said where nothing can be', () => {
  assert.equal(isAffected(deb, [{ kind: 'introduced', version: '0' }], ''), null);
  assert.equal(isAffected(deb, [...read('introduced 0'), { kind: 'fixed', version: ' ' }], '1'), null);
  assert.equal(isAffected(deb, [], '1'), false);
});

function assertAffected(events: string, { yes, no }: { readonly yes: string; readonly no: string }): void {
  for (const version of yes.split(' ').filter(Boolean)) assert.equal(isAffected(deb, read(events), version), true, `${version}: ${events}`);
  for (const version of no.split(' ')) assert.equal(isAffected(deb, read(events), version), false, `${version}: ${events}`);
}

function read(events: string): readonly RangeEvent[] {
  return events.split(/ (?=[a-z])/).map((text) => {
    const [kind = '', version = ''] = text.split(' ');
    return { kind: kind as RangeEvent['kind'], version };
  });
}

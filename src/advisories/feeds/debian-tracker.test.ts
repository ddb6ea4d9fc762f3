import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, readWith } from '../../testing/advisory-feeds.ts';
import { debianTracker } from './debian-tracker.ts';

/** As https://security-tracker.debian.org/tracker/data/json writes it. */
const release = (status: string, more: object = {}) => ({ status, repositories: {}, urgency: 'not yet assigned', ...more });
const TRACKER = {
  curl: {
    'CVE-2024-0001': {
      description: 'words',
      scope: 'local',
      releases: {
        bookworm: release('resolved', { fixed_version: '7.88.1-10+deb12u5' }),
        bullseye: release('open', { urgency: 'low**', nodsa: 'Minor issue', nodsa_reason: '' }),
        trixie: release('resolved', { fixed_version: '0' }),
        sid: release('undetermined'),
      },
    },
    'CVE-2024-0002': {
      releases: {
        bookworm: release('open', { nodsa: 'later', nodsa_reason: 'postponed' }),
        bullseye: release('open', { nodsa: 'no', nodsa_reason: 'ignored' }),
        buster: release('open', { urgency: 'end-of-life' }),
        trixie: release('open', { urgency: 'unimportant' }),
        forky: release('open', { urgency: 'high' }),
      },
    },
  },
  wget: {
    'CVE-2024-0002': { releases: { bookworm: release('resolved', { fixed_version: '1.2', urgency: 'unimportant' }) } },
    'TEMP-0123456-ABCDEF': { releases: { bookworm: release('open') } },
  },
};

test('states of releases are kept, and what was never affected is left out', () => {
  const { advisories, told, answer } = readWith(debianTracker, TRACKER);
  assert.deepEqual(told, []);
  assert.equal(answer.complete, true);
  assert.deepEqual(
    advisories.flatMap(({ id, affected }) =>
      affected.map((one) => [id, one.name, one.release, one.ranges[0]?.[1]?.version ?? null, one.status, one.urgency]),
    ),
    [
      ['DEBIAN-CVE-2024-0001', 'curl', '12', '7.88.1-10+deb12u5', null, null],
      ['DEBIAN-CVE-2024-0001', 'curl', '11', null, 'no-dsa', 'low'],
      ['DEBIAN-CVE-2024-0001', 'curl', 'sid', null, 'undetermined', null],
      ['DEBIAN-CVE-2024-0002', 'curl', '12', null, 'postponed', null],
      ['DEBIAN-CVE-2024-0002', 'curl', '11', null, 'ignored', null],
      ['DEBIAN-CVE-2024-0002', 'curl', '10', null, 'end-of-life', null],
      ['DEBIAN-CVE-2024-0002', 'curl', '13', null, 'unimportant', 'unimportant'],
      ['DEBIAN-CVE-2024-0002', 'curl', '14', null, 'open', 'high'],
      ['DEBIAN-CVE-2024-0002', 'wget', '12', '1.2', 'unimportant', 'unimportant'],
      ['TEMP-0123456-ABCDEF', 'wget', '12', null, 'open', null],
    ],
  );
  assert.deepEqual(advisories[0]?.upstream, ['CVE-2024-0001']);
});

test('an id that stands with two packages keeps both in a database', async () => {
  const of = async (name: string) => findingsIn(debianTracker, TRACKER, 'Debian', name);
  assert.deepEqual(await of('curl'), ['DEBIAN-CVE-2024-0001', 'DEBIAN-CVE-2024-0002']);
  assert.deepEqual(await of('wget'), ['DEBIAN-CVE-2024-0002', 'TEMP-0123456-ABCDEF']);
});

test('what is of no known form is told, and the rest is used', () => {
  const { advisories, told } = readWith(debianTracker, {
    curl: {
      'CVE-2024-0001': { releases: { bookworm: release('resolved', { fixed_version: '1' }), trixie: release('resolved'), sid: 7 } },
      'CVE-2024-0003': { releases: [] },
      'CVE-2024-0004': null,
      'not an id': { releases: {} },
    },
    wget: 7,
    'bad name': {},
    ['__proto__']: 7,
  });
  assert.deepEqual(
    advisories.map(({ id, affected }) => [id, affected.length]),
    [['DEBIAN-CVE-2024-0001', 1]],
  );
  assert.equal(told.length, 8);
  assert.match(told.join('\n'), /curl: CVE-2024-0001: what it says of trixie/);
});

test('other documents are not taken for it', () => {
  for (const value of [null, 7, [], {}, { curl: {} }, { id: 'CVE-1', affected: [] }, { curl: { 'CVE-2024-1': {} } }, 'text'])
    assert.equal(debianTracker.recognises({ name: 'x', value }), false, JSON.stringify(value));
  assert.equal(debianTracker.recognises({ name: 'x', value: TRACKER }), true);
  assert.deepEqual(debianTracker.downloads('Ubuntu:22.04'), []);
  assert.equal(debianTracker.downloads('Debian:12')[0]?.database, 'debian-tracker');
});

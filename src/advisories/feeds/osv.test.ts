import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, readWith } from '../../testing/advisory-feeds.ts';
import { osv } from './osv.ts';

/** After https://ossf.github.io/osv-schema/ */
function record(more: object = {}, affected: object = {}): object {
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2' }] };
  return {
    id: 'TEST-1',
    modified: '2026-01-01T00:00:00Z',
    affected: [{ package: { ecosystem: 'Debian:12', name: 'curl' }, ranges: [range], ...affected }],
    ...more,
  };
}

test('ranges, versions and words of a record', () => {
  const { advisories, told } = readWith(
    osv,
    record({ aliases: ['CVE-2026-1', 'TEST-1', 'CVE-2026-1', 7] }, { versions: ['0.9', 7], ecosystem_specific: { urgency: 'low' } }),
  );
  const [one] = advisories;
  assert.deepEqual(told, []);
  assert.deepEqual(one?.aliases, ['CVE-2026-1']);
  assert.deepEqual(
    one?.affected.map(({ family, release, name, ranges, versions, urgency }) => ({ family, release, name, ranges, versions, urgency })),
    [
      {
        family: 'Debian',
        release: '12',
        name: 'curl',
        ranges: [
          [
            { kind: 'introduced', version: '0' },
            { kind: 'fixed', version: '1.2' },
          ],
        ],
        versions: ['0.9'],
        urgency: 'low',
      },
    ],
  );
});

test('a range that is none is told, and the others are used', () => {
  const events = [[], [{ fixed: '1' }], [{ introduced: 7 }], [{ introduced: 'x'.repeat(9999) }], 'text', [{ introduced: '0' }]];
  const { advisories, told } = readWith(osv, record({}, { ranges: [...events.map((of) => ({ type: 'ECOSYSTEM', events: of })), 7] }));
  assert.equal(advisories[0]?.affected[0]?.ranges.length, 1);
  assert.equal(told.length, 5);
});

test('fields that are missing or of another type leave the rest', () => {
  for (const affected of [null, 7, 'text', {}, [7], [{}], [{ package: 7 }], [{ package: { name: 'x' } }]]) {
    const { advisories } = readWith(osv, record({ affected, aliases: 7, upstream: {}, severity: 'x', withdrawn: 7, published: {} }));
    assert.deepEqual([advisories[0]?.id, advisories[0]?.affected.length, advisories[0]?.withdrawn], ['TEST-1', 0, false]);
  }
  for (const id of [null, 7, '', 'a b', 'x'.repeat(999), 'a\u0000'])
    assert.throws(() => readWith(osv, record({ id })), { code: 'malformed' });
  assert.throws(() => readWith(osv, record({ affected: Array.from({ length: 50_001 }, () => ({})) })), { code: 'too-large' });
});

test('aliases that go round in a circle are kept as they are', async () => {
  const ring = ['A-1', 'B-1', 'C-1'];
  const documents = ring.map((id, at) => record({ id, aliases: [ring[(at + 1) % 3], id] }));
  assert.deepEqual(await findingsIn(osv, documents, 'Debian', 'curl'), ring);
});

test('what is asked for', () => {
  assert.deepEqual(osv.downloads('Rocky Linux:9'), [
    {
      database: 'osv-rocky-linux',
      urls: ['https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip'],
      completes: ['Rocky Linux'],
    },
  ]);
  for (const other of ['Debian:12', '../npm', null]) assert.deepEqual(osv.downloads(other), []);
});

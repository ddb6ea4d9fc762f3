import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWith } from '../../testing/advisory-feeds.ts';
import { photon } from './photon.ts';

const entry = (more: object = {}) => ({
  cve_id: 'CVE-2021-0001',
  pkg: 'curl',
  cve_score: 7.5,
  aff_ver: 'all versions before 7.1-2.ph5 are vulnerable',
  res_ver: '7.1-2.ph5',
  ...more,
});

test('an entry is of the release that its version tells', () => {
  const { advisories, told } = readWith(photon, [entry(), entry({ cve_id: 'CVE-2021-0002', res_ver: '1-1.ph4', cve_score: 0 })]);
  assert.deepEqual(told, []);
  assert.deepEqual(
    advisories.map(({ id, ratings, affected: [one] }) => [id, ratings[0]?.level, one?.release, one?.name, one?.ranges[0]?.[1]?.version]),
    [
      ['PHOTON-CVE-2021-0001', 'high', '5.0', 'curl', '7.1-2.ph5'],
      ['PHOTON-CVE-2021-0002', undefined, '4.0', 'curl', '1-1.ph4'],
    ],
  );
});

test('what lacks something is told, and the rest is used', () => {
  const { advisories, told } = readWith(photon, [7, null, entry({ res_ver: 'NA' }), entry({ pkg: 7 }), entry({ cve_id: 'CVE' }), entry()]);
  assert.deepEqual([advisories.length, told.length], [1, 5]);
  assert.throws(() => readWith(photon, {}), { code: 'malformed' });
  assert.deepEqual(photon.downloads('Photon OS:5.0')[0]?.database, 'photon-5-0');
});

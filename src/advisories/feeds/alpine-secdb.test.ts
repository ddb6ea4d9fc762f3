import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, readWith } from '../../testing/advisory-feeds.ts';
import { alpineSecdb } from './alpine-secdb.ts';

/** As https://secdb.alpinelinux.org writes it. */
function secdb(packages: unknown, more: object = {}): object {
  const apkurl = '{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk';
  return {
    apkurl,
    archs: ['x86_64'],
    reponame: 'main',
    urlprefix: 'https://dl-cdn.alpinelinux.org/alpine',
    distroversion: 'v3.20',
    packages,
    ...more,
  };
}

const pkg = (name: string, secfixes: object) => ({ pkg: { name, secfixes } });

test('each id is mended by the version it stands with; what stands with 0 affected none', () => {
  const { advisories, told } = readWith(
    alpineSecdb,
    secdb([
      pkg('apk-tools', { '2.12.6-r0': ['CVE-2021-36159'], '0': ['CVE-2021-0000'] }),
      pkg('xen', { '4.7-r0': ['XSA-1', 'CVE-2020-0001 XSA-2'], '4.8-r0': ['CVE-2020-0001', 'CVE-2020-0002 CVE-2020-0003'] }),
    ]),
  );
  assert.deepEqual(told, []);
  assert.deepEqual(
    advisories.map(({ id, upstream, aliases, affected }) => [id, upstream, aliases, affected.map(({ ranges }) => ranges[0]?.[1]?.version)]),
    [
      ['ALPINE-CVE-2021-36159', ['CVE-2021-36159'], [], ['2.12.6-r0']],
      ['ALPINE-XSA-1', ['XSA-1'], [], ['4.7-r0']],
      ['ALPINE-CVE-2020-0001', ['CVE-2020-0001'], ['XSA-2'], ['4.7-r0', '4.8-r0']],
      ['ALPINE-CVE-2020-0002', ['CVE-2020-0002'], [], ['4.8-r0']],
      ['ALPINE-CVE-2020-0003', ['CVE-2020-0003'], [], ['4.8-r0']],
    ],
  );
  const [one] = advisories[0]?.affected ?? [];
  assert.deepEqual([one?.family, one?.release, one?.repository], ['Alpine', 'v3.20', 'main']);
});

test('repositories and releases add to each other in one database', async () => {
  const documents = [
    secdb([pkg('a', { '1-r0': ['CVE-2021-0001'] })]),
    secdb([pkg('b', { '1-r0': ['CVE-2021-0001'] })], { reponame: 'community' }),
    secdb([pkg('a', { '2-r0': ['CVE-2021-0001', 'CVE-2021-0002'] })], { distroversion: 'v3.19' }),
  ];
  assert.deepEqual(await findingsIn(alpineSecdb, documents, 'Alpine', 'a'), ['ALPINE-CVE-2021-0001', 'ALPINE-CVE-2021-0002']);
  assert.deepEqual(await findingsIn(alpineSecdb, documents, 'Alpine', 'b'), ['ALPINE-CVE-2021-0001']);
});

test('Wolfi and Chainguard are told by where their packages are', () => {
  const of = (urlprefix: string) => {
    const { distroversion: _, ...rest } = secdb([pkg('a', { '1-r0': ['CVE-2021-0001', 'GHSA-aaaa-bbbb-cccc'] })], {
      urlprefix,
      reponame: 'os',
    }) as Record<string, unknown>;
    return readWith(alpineSecdb, rest).advisories.map(({ id, affected }) => [id, affected[0]?.family, affected[0]?.release]);
  };
  assert.deepEqual(of('https://packages.wolfi.dev'), [
    ['WOLFI-CVE-2021-0001', 'Wolfi', null],
    ['WOLFI-GHSA-aaaa-bbbb-cccc', 'Wolfi', null],
  ]);
  assert.deepEqual(of('https://packages.cgr.dev')[0], ['CHAINGUARD-CVE-2021-0001', 'Chainguard', null]);
  assert.throws(() => of('https://example.com'), { code: 'malformed' });
});

test('what is of no known form is told, and the rest is used', () => {
  const { advisories, told } = readWith(
    alpineSecdb,
    secdb([
      7,
      null,
      { pkg: 'a' },
      pkg('', { '1': ['CVE-2021-0001'] }),
      pkg('b', { '1-r0': 'CVE-2021-0001', '2-r0': [7, 'not an id', 'CVE-2021-0002'] }),
      { pkg: { name: 'c', secfixes: [] } },
    ]),
  );
  assert.deepEqual(
    advisories.map(({ id }) => id),
    ['ALPINE-CVE-2021-0002'],
  );
  assert.equal(told.length, 7);
  for (const more of [{ distroversion: '../../etc' }, { distroversion: 7, urlprefix: 7 }, { reponame: 'x'.repeat(99) }])
    assert.throws(() => readWith(alpineSecdb, secdb([], more)), { code: 'malformed' });
});

test('what is asked for', () => {
  assert.deepEqual(alpineSecdb.downloads('Alpine:v3.20'), [
    {
      database: 'alpine-secdb-v3-20',
      urls: ['https://secdb.alpinelinux.org/v3.20/main.json', 'https://secdb.alpinelinux.org/v3.20/community.json'],
      completes: ['Alpine:v3.20'],
    },
  ]);
  for (const other of ['Alpine', 'Alpine:../x', 'npm', null]) assert.deepEqual(alpineSecdb.downloads(other), []);
});

test('one of the two files of a release of Alpine is not all there is of it', () => {
  assert.equal(readWith(alpineSecdb, secdb([])).answer.complete, false);
  const wolfi = { distroversion: undefined, urlprefix: 'https://packages.wolfi.dev/os' };
  assert.equal(readWith(alpineSecdb, secdb([], wolfi)).answer.complete, true);
});

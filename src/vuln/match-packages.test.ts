import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdvisorySet, PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';
import type { Package } from '../model/package.ts';
import type { LookUpAdvisories } from '../ports/index.ts';
import { matchPackages } from './match-packages.ts';

const BOOKWORM = { id: 'debian', versionId: '12', name: 'Debian GNU/Linux 12' };

function pkg(type: string, name: string, version: string, more: Partial<Package> = {}): Package {
  return { type, namespace: null, name, version, architecture: null, source: null, licences: [], locations: [], foundBy: 'test', ...more };
}

function setOf(family: string, release: string | null, more: Partial<AdvisorySet> = {}): AdvisorySet {
  return { publisher: 'TEST', family, release, date: '2026-01-01', complete: false, unfixed: false, advisories: 1, packages: 1, ...more };
}

/** `Debian:12 curl 1.2 DSA-1` : fixed in 1.2. */
function row(line: string, more: Partial<PackageAdvisory> = {}): PackageAdvisory {
  const [ecosystem = '', name = '', fixed = '', id = ''] = line.split(' ');
  const [family = '', release = null] = ecosystem.split(':');
  const ranges = [[{ kind: 'introduced', version: '0' } as const, ...(fixed === '-' ? [] : [{ kind: 'fixed', version: fixed } as const])]];
  return {
    id,
    set: setOf(family, release),
    family,
    release,
    name,
    ranges,
    versions: [],
    status: null,
    urgency: null,
    repository: null,
    stream: null,
    ...more,
  };
}

function lookUp(rows: readonly PackageAdvisory[], facts: readonly Partial<VulnerabilityFacts>[] = []): LookUpAdvisories {
  const empty = {
    aliases: [],
    upstream: [],
    published: null,
    modified: null,
    withdrawn: false,
    ratings: [],
    exploited: null,
    chance: null,
  };
  return {
    sets: rows.map(({ set }) => set),
    packages: async (family, name) => rows.filter((one) => one.family === family && one.name === name),
    vulnerability: async (id) => {
      const found = facts.find((one) => one.id === id);
      return found === undefined ? null : { ...empty, id, ...found };
    },
  };
}

async function idsOf(found: Package, advisories: LookUpAdvisories, distribution = BOOKWORM): Promise<readonly string[]> {
  const [matched] = await matchPackages([found], distribution, advisories);
  return matched?.findings.map(({ id, fixedIn }) => `${id} ${fixedIn.join(',')}`.trim()) ?? [];
}

test('a distribution’s package is matched by its source package and the release', async () => {
  const advisories = lookUp([row('Debian:12 curl 7.88-1+deb12u2 DSA-1'), row('Debian:11 curl 9 DSA-2'), row('Debian:12 libcurl4 9 DSA-3')]);
  const source = { name: 'curl', version: '7.88-1+deb12u1' };
  assert.deepEqual(await idsOf(pkg('deb', 'libcurl4', '7.88-1+deb12u1+b3', { source }), advisories), ['DSA-1 7.88-1+deb12u2']);
  assert.deepEqual(await idsOf(pkg('deb', 'curl', '7.88-1+deb12u2'), advisories), []);
});

test('one vulnerability of several advisories is one finding, and one advisory of several is several', async () => {
  const rows = [row('Debian:12 curl 2 DSA-1'), row('Debian:12 curl 3 DEBIAN-CVE-2026-1')];
  const advisories = lookUp(rows, [
    { id: 'DSA-1', upstream: ['CVE-2026-1', 'CVE-2026-2'] },
    { id: 'DEBIAN-CVE-2026-1', upstream: ['CVE-2026-1'] },
  ]);
  const [matched] = await matchPackages([pkg('deb', 'curl', '1')], BOOKWORM, advisories);
  assert.deepEqual(
    matched?.findings.map(({ id, aliases, fixedIn }) => [id, aliases, fixedIn]),
    [
      ['CVE-2026-1', ['DEBIAN-CVE-2026-1', 'DSA-1'], ['3']],
      ['CVE-2026-2', ['DSA-1'], ['2']],
    ],
  );
});

test('aliases are followed, in a circle too', async () => {
  const rows = [row('PyPI jinja2 3 PYSEC-1'), row('PyPI jinja2 3 GHSA-1')];
  const advisories = lookUp(rows, [
    { id: 'PYSEC-1', aliases: ['GHSA-1'] },
    { id: 'GHSA-1', aliases: ['PYSEC-1', 'CVE-2026-9'] },
  ]);
  assert.deepEqual(await idsOf(pkg('pypi', 'jinja2', '2'), advisories), ['CVE-2026-9 3']);
});

test('an advisory that names a vulnerability twice is one finding, with all names', async () => {
  const rows = [row('Ubuntu:22.04:LTS curl 2 USN-1'), row('Debian:12 curl 2 DEBIAN-1')];
  const advisories = lookUp(rows, [
    { id: 'DEBIAN-1', upstream: ['CVE-2026-1', 'UBUNTU-CVE-2026-1', 'GHSA-1'], aliases: [] },
    { id: 'UBUNTU-CVE-2026-1', upstream: ['CVE-2026-1'] },
    { id: 'GHSA-1', aliases: ['CVE-2026-1'] },
  ]);
  const [matched] = await matchPackages([pkg('deb', 'curl', '1')], BOOKWORM, advisories);
  assert.deepEqual(
    matched?.findings.map(({ id, aliases }) => [id, aliases]),
    [['CVE-2026-1', ['GHSA-1', 'DEBIAN-1', 'UBUNTU-CVE-2026-1']]],
  );
});

test('releases as each distribution’s advisories write them', async () => {
  const cases = [
    ['ubuntu', '22.04', 'Ubuntu:22.04:LTS'],
    ['ubuntu', '16.04', 'Ubuntu:Pro:16.04:LTS'],
    ['rhel', '9.4', 'Red Hat:enterprise_linux:9::baseos'],
    ['sles', '15.4', 'SUSE:Linux Enterprise Module for Basesystem 15 SP4'],
    ['sles', '15.4', 'SUSE:Linux Enterprise Server 15 SP4-LTSS'],
    ['openEuler', '22.03', 'openEuler:22.03-LTS-SP1'],
  ] as const;
  for (const [id, versionId, ecosystem] of cases) {
    const [family = '', ...release] = ecosystem.split(':');
    const one = { ...row('x curl 2 A'), family, release: release.join(':'), set: setOf(family, release.join(':')) };
    const type = id === 'ubuntu' ? 'deb' : 'rpm';
    assert.deepEqual(await idsOf(pkg(type, 'curl', '1'), lookUp([one]), { id, versionId, name: '' }), ['A 2'], ecosystem);
    assert.deepEqual(await idsOf(pkg(type, 'curl', '1'), lookUp([one]), { id, versionId: '1.1', name: '' }), [], ecosystem);
  }
  const hostile = {
    ...row('x curl 2 A'),
    family: 'Red Hat',
    release: 'enterprise_linux:9::a',
    set: setOf('Red Hat', 'enterprise_linux:9::a'),
  };
  assert.deepEqual(await idsOf(pkg('rpm', 'curl', '1'), lookUp([hostile]), { id: 'rhel', versionId: '9(', name: '' }), []);
});

test('a rpm’s source has the epoch of what was built from it', async () => {
  const advisories = lookUp(
    [row('Rocky Linux:9 openssl 1:3.0.7-24.el9 RLSA-1')].map((one) => ({
      ...one,
      family: 'Rocky Linux',
      name: 'openssl',
      release: '9',
      set: setOf('Rocky Linux', '9'),
      ranges: [
        [
          { kind: 'introduced' as const, version: '0' },
          { kind: 'fixed' as const, version: '1:3.0.7-24.el9' },
        ],
      ],
      id: 'RLSA-1',
    })),
  );
  const rocky = { id: 'rocky', versionId: '9.3', name: '' };
  const of = (version: string) =>
    idsOf(pkg('rpm', 'openssl-libs', `1:${version}`, { source: { name: 'openssl', version } }), advisories, rocky);
  assert.deepEqual(await of('3.0.7-27.el9'), []);
  assert.deepEqual(await of('3.0.7-23.el9'), ['RLSA-1 1:3.0.7-24.el9']);
});

test('names of software that are those of every object are only names', async () => {
  for (const name of ['constructor', 'toString', '__proto__']) assert.deepEqual(await idsOf(pkg('generic', name, '1'), lookUp([])), []);
});

test('what is withdrawn does not hold', async () => {
  const advisories = lookUp([row('npm left-pad 2 GHSA-1')], [{ id: 'GHSA-1', withdrawn: true }]);
  assert.deepEqual(await idsOf(pkg('npm', 'left-pad', '1'), advisories), []);
});

test('a version that says nothing is not matched', async () => {
  const advisories = lookUp([row('Go example.com/x 2 GO-1')]);
  const found = pkg('golang', 'x', '(devel)', { namespace: 'example.com' });
  assert.deepEqual(await idsOf(found, advisories), []);
  assert.deepEqual((await matchPackages([found], BOOKWORM, advisories))[0]?.coverage.by, 'none');
  assert.deepEqual(await idsOf(pkg('golang', 'x', 'v1.0.0', { namespace: 'example.com' }), advisories), ['GO-1 2']);
});

test('Alpine: the release out of os-release, edge where it is of no release; fixed in 0 is never affected', async () => {
  const advisories = lookUp([
    row('Alpine:v3.20 zlib 1.3.1-r1 ALPINE-1'),
    row('Alpine:edge zlib 1.3.1-r2 ALPINE-2'),
    row('Alpine:v3.20 zlib 0 ALPINE-3'),
  ]);
  const on = (versionId: string) => idsOf(pkg('apk', 'zlib', '1.3.1-r0'), advisories, { id: 'alpine', versionId, name: '' });
  assert.deepEqual(await on('3.20.3'), ['ALPINE-1 1.3.1-r1']);
  assert.deepEqual(await on('3.21.0_alpha20240923'), ['ALPINE-2 1.3.1-r2']);
  assert.deepEqual(await on('3.19.1'), []);
});

test('a rpm of a module is held against its stream, and against its own builds alone', async () => {
  const alma = { id: 'almalinux', versionId: '8.9', name: '' };
  const advisories = lookUp([
    row('AlmaLinux:8 nodejs 1:20.1-1.module_el8.9.0+2 ALSA-20', { stream: 'nodejs:20' }),
    row('AlmaLinux:8 nodejs 1:18.9-1.module_el8.9.0+5 ALSA-18', { stream: 'nodejs:18' }),
    row('AlmaLinux:8 nodejs 1:18.9-1.module_el8.5.0+3 ALSA-18', { stream: 'nodejs:18' }),
    row('AlmaLinux:8 nodejs 2:1-1.el8 ALSA-PLAIN'),
  ]);
  const of = (version: string, modularity?: string) =>
    idsOf(pkg('rpm', 'nodejs', version, modularity === undefined ? {} : { modularity }), advisories, alma);
  assert.deepEqual(await of('1:18.8-1.module_el8.5.0+1', 'nodejs:18:8050020:abc'), ['ALSA-18 1:18.9-1.module_el8.9.0+5']);
  assert.deepEqual(await of('1:18.9-1.module_el8.5.0+3', 'nodejs:18:8050020:abc'), [], 'it is the mended build of its branch');
  assert.deepEqual(await of('1:1-1.el8'), ['ALSA-PLAIN 2:1-1.el8']);
});

test('an advisory whose versions make no sense clears nothing in silence', async () => {
  const advisories = lookUp([row('PyPI jinja2 not-a-version DSA-1'), row('PyPI jinja2 2 DSA-2')]);
  const [matched] = await matchPackages([pkg('pypi', 'jinja2', '1')], BOOKWORM, advisories);
  assert.deepEqual([matched?.findings.map(({ id }) => id), matched?.unweighed], [['DSA-2'], ['DSA-1']]);
});

test('coverage: named, complete, or none, with the day', async () => {
  const complete = { ...row('npm other 1 GHSA-2'), set: setOf('npm', null, { complete: true, unfixed: true, date: '2026-05-05' }) };
  const advisories = lookUp([row('Debian:12 curl 2 DSA-1'), complete]);
  const matched = await matchPackages(
    [pkg('deb', 'curl', '3'), pkg('deb', 'bash', '1'), pkg('npm', 'left-pad', '1'), pkg('vim', 'x', '1')],
    BOOKWORM,
    advisories,
  );
  assert.deepEqual(
    matched.map(({ coverage }) => [coverage.ecosystem, coverage.by, coverage.date, coverage.unfixed]),
    [
      ['Debian:12', 'named', '2026-01-01', false],
      ['Debian:12', 'none', null, false],
      ['npm', 'complete', '2026-05-05', true],
      [null, 'none', null, false],
    ],
  );
});

test('severity: the distribution’s word first, then as asked; unknown where nobody says it', async () => {
  const rating = (source: string, score: number, vector: string | null = null) => ({ source, vector, score, level: 'medium' as const });
  const facts = [{ id: 'A', ratings: [rating('cna', 5), rating('nvd', 6, 'CVSS:3.0/x'), rating('nvd', 7, 'CVSS:3.1/x')] }];
  const level = async (urgency: string | null, ratingOrder?: readonly string[]) => {
    const [matched] = await matchPackages(
      [pkg('deb', 'curl', '1')],
      BOOKWORM,
      lookUp([row('Debian:12 curl 2 A', { urgency })], facts),
      ratingOrder === undefined ? {} : { ratingOrder },
    );
    return [matched?.findings[0]?.level, matched?.findings[0]?.rating?.source, matched?.findings[0]?.rating?.score];
  };
  assert.deepEqual(await level('important'), ['high', 'test', null]);
  assert.deepEqual(await level('not yet assigned'), ['medium', 'nvd', 7]);
  assert.deepEqual(await level('important', ['cna']), ['medium', 'cna', 5]);
  assert.deepEqual(
    (await matchPackages([pkg('deb', 'curl', '1')], BOOKWORM, lookUp([row('Debian:12 curl 2 A')])))[0]?.findings[0]?.level,
    'unknown',
  );
});

test('coverage is of the day of what names the package or has all there is, not of what merely names others', async () => {
  const dated = (publisher: string, date: string, complete: boolean) => setOf('PyPI', null, { publisher, date, complete });
  const rows = [
    row('PyPI flask 2.0 GHSA-1', { set: dated('GHSA', '2024-01-01', false) }),
    row('PyPI other 2.0 PYSEC-1', { set: dated('PYSEC', '2026-01-01', false) }),
  ];
  const dateOf = async (advisories: LookUpAdvisories, name: string) =>
    (await matchPackages([pkg('pypi', name, '1.0')], null, advisories))[0]?.coverage.date;
  const advisories = lookUp(rows);
  assert.deepEqual([await dateOf(advisories, 'flask'), await dateOf(advisories, 'other')], ['2024-01-01', '2026-01-01']);
  const whole = { ...advisories, sets: [...advisories.sets, dated('TEST', '2025-06-01', true)] };
  assert.deepEqual([await dateOf(whole, 'flask'), await dateOf(whole, 'third')], ['2025-06-01', '2025-06-01']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesAsFile } from '../codec/read-at.ts';
import type { Advisory, AffectedPackage } from '../model/advisory.ts';
import { buildDatabase, type FinishOptions } from './build-database.ts';
import { bareFacts } from './facts.ts';
import { openDatabase } from './open-database.ts';

const ORIGIN = { publisher: null, date: null, complete: false };

function affected(name: string, fixed: string, more: Partial<AffectedPackage> = {}): AffectedPackage {
  return {
    family: 'Debian',
    release: '12',
    name,
    ranges: [
      [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: fixed },
      ],
    ],
    versions: [],
    status: null,
    urgency: null,
    repository: null,
    stream: null,
    ...more,
  };
}

function advisory(id: string, of: readonly AffectedPackage[], more: Partial<Advisory> = {}): Advisory {
  return { ...bareFacts(id), modified: '2026-01-01', affected: of, ...more };
}

async function open(advisories: readonly Advisory[], options: FinishOptions = {}) {
  const builder = buildDatabase();
  for (const one of advisories) builder.add(one, ORIGIN);
  const parts = builder.finish(options);
  return openDatabase(bytesAsFile(Buffer.concat(parts)), 'test.adv');
}

test('all that an advisory says of a package comes back', async () => {
  const odd = affected('curl', '1.2', {
    release: '13',
    ranges: [
      [
        { kind: 'introduced', version: '1.0' },
        { kind: 'last_affected', version: '1.1' },
      ],
      [{ kind: 'introduced', version: '2' }],
    ],
    versions: ['0.5~odd'],
    status: 'no-dsa',
    urgency: 'low',
    repository: 'main',
    stream: 'curl:7',
  });
  const database = await open([advisory('DSA-1-1', [affected('curl', '1.2'), odd], { upstream: ['CVE-2026-1'] })]);
  const rows = await database.packages('Debian', 'curl');
  assert.deepEqual(
    rows.map(({ family, release, name, ranges, versions, status, urgency, repository, stream }) => ({
      family,
      release,
      name,
      ranges,
      versions,
      status,
      urgency,
      repository,
      stream,
    })),
    [affected('curl', '1.2'), odd],
  );
  assert.deepEqual(
    rows.map(({ set }) => [set.publisher, set.release, set.advisories, set.packages, set.unfixed, set.date]),
    [
      ['DSA', '12', 1, 1, false, '2026-01-01'],
      ['DSA', '13', 1, 1, true, '2026-01-01'],
    ],
  );
  assert.deepEqual((await database.vulnerability('DSA-1-1'))?.upstream, ['CVE-2026-1']);
  assert.deepEqual(await database.packages('Debian', 'nothing'), []);
  assert.deepEqual(await database.packages('npm', 'curl'), []);
  assert.equal(await database.vulnerability('CVE-2026-2'), null);
});

test('the facts of a vulnerability come back', async () => {
  const facts = {
    ...bareFacts('CVE-2026-7'),
    aliases: ['GHSA-1'],
    published: '2026-02-03',
    modified: '2026-02-04',
    ratings: [
      { source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, level: 'critical' as const },
      { source: 'word', vector: null, score: null, level: 'low' as const },
    ],
    exploited: { since: '2026-03-01', ransomware: true },
    chance: { probability: 0.5, percentile: 1 },
  };
  const database = await open([facts]);
  const found = await database.vulnerability('CVE-2026-7');
  assert.ok(found !== null && Math.abs((found.chance?.probability ?? 0) - 0.5) < 0.001);
  const { affected: none, chance, ...told } = facts;
  assert.deepEqual({ ...found, chance }, { ...told, chance });
  assert.deepEqual(none, []);
});

test('the newer form of an advisory replaces the older, in any order', async () => {
  const older = advisory('DSA-1-1', [affected('curl', '1'), affected('wget', '1')]);
  const newer = advisory('DSA-1-1', [affected('curl', '2')], { modified: '2026-02-02' });
  for (const order of [
    [older, newer],
    [newer, older],
  ]) {
    const database = await open(order);
    assert.deepEqual((await database.packages('Debian', 'curl'))[0]?.ranges[0]?.[1]?.version, '2');
    assert.deepEqual(await database.packages('Debian', 'wget'), []);
  }
});

test('a withdrawn advisory affects nothing, and is told to be withdrawn', async () => {
  const database = await open([
    advisory('DSA-1-1', [affected('curl', '1')]),
    advisory('DSA-1-1', [], { modified: '2026-02-02', withdrawn: true }),
  ]);
  assert.deepEqual(await database.packages('Debian', 'curl'), []);
  assert.equal((await database.vulnerability('DSA-1-1'))?.withdrawn, true);
});

test('a rating is added to what an advisory says, whichever comes first', async () => {
  const cve = advisory('CVE-2026-1', [affected('curl', '1')], { published: '2026-01-01' });
  const rating = { ...bareFacts('CVE-2026-1'), ratings: [{ source: 'nvd', vector: null, score: 5, level: 'medium' as const }] };
  for (const order of [
    [cve, rating],
    [rating, cve],
  ]) {
    const database = await open(order);
    assert.equal((await database.packages('Debian', 'curl')).length, 1);
    const facts = await database.vulnerability('CVE-2026-1');
    assert.deepEqual([facts?.published, facts?.ratings.length], ['2026-01-01', 1]);
  }
});

test('the same advisories give the same bytes in any order', () => {
  const all = [advisory('DSA-2-1', [affected('b', '1'), affected('a', '2')]), advisory('DSA-1-1', [affected('a', '1')])];
  const bytesOf = (list: readonly Advisory[]) => {
    const builder = buildDatabase();
    for (const one of list) builder.add(one, ORIGIN);
    return Buffer.concat(builder.finish());
  };
  assert.deepEqual(bytesOf(all), bytesOf(all.toReversed()));
});

test('what no package is affected by can be left out', async () => {
  const database = await open(
    [advisory('DSA-1-1', [affected('a', '1')], { upstream: ['CVE-2026-1'] }), bareFacts('CVE-2026-1'), bareFacts('CVE-2026-2')],
    {
      onlyNamed: true,
    },
  );
  assert.notEqual(await database.vulnerability('CVE-2026-1'), null);
  assert.equal(await database.vulnerability('CVE-2026-2'), null);
});

test('a damaged file is told, cut where it may be', async () => {
  const builder = buildDatabase();
  builder.add(advisory('DSA-1-1', [affected('curl', '1')]), ORIGIN);
  const whole = Buffer.concat(builder.finish());
  for (let length = 0; length < whole.length; length += 1) {
    await assert.rejects(
      async () => {
        const database = await openDatabase(bytesAsFile(whole.subarray(0, length)), 'cut.adv');
        await database.packages('Debian', 'curl');
        await database.vulnerability('DSA-1-1');
      },
      { name: 'FromageError', message: /cut\.adv/ },
      `${length} bytes`,
    );
  }
  const next = Buffer.from(whole);
  next.write('fromage advisories 9\n');
  await assert.rejects(openDatabase(bytesAsFile(next), 'next.adv'), { code: 'unsupported' });
});

test('parts of an advisory add to each other; of the same release and repository the later counts', async () => {
  const builder = buildDatabase();
  const part = (release: string, repository: string, fixed: string) =>
    builder.add(advisory('ALPINE-1', [affected('a', fixed, { family: 'Alpine', release, repository })]), { ...ORIGIN, parts: true });
  part('v3.20', 'main', '1');
  part('v3.20', 'community', '2');
  part('v3.19', 'main', '3');
  part('v3.20', 'main', '4');
  const database = await openDatabase(bytesAsFile(Buffer.concat(builder.finish())), 'test.adv');
  const rows = await database.packages('Alpine', 'a');
  assert.deepEqual(rows.map(({ release, repository, ranges }) => `${release} ${repository} ${ranges[0]?.[1]?.version}`).toSorted(), [
    'v3.19 main 3',
    'v3.20 community 2',
    'v3.20 main 4',
  ]);
});

test('of a set that is about vulnerabilities as such, those are counted that are written, and its newest day is told', async () => {
  const builder = buildDatabase();
  builder.add(advisory('DSA-1-1', [affected('a', '1')], { upstream: ['CVE-2026-1'] }), ORIGIN);
  const rated = { ...ORIGIN, publisher: 'ratings' };
  for (const id of ['CVE-2026-1', 'CVE-2026-1', 'CVE-2026-2']) builder.add({ ...bareFacts(id), modified: '2026-01-05' }, rated);
  const told = async (options: FinishOptions) => {
    const { sets } = await openDatabase(bytesAsFile(Buffer.concat(builder.finish(options))), 'test.adv');
    return sets.find(({ publisher }) => publisher === 'ratings');
  };
  const set = await told({});
  assert.deepEqual([set?.advisories, set?.date], [2, '2026-01-05']);
  assert.equal((await told({ onlyNamed: true }))?.advisories, 1);
  // A copy knows no more who said it; how many it were is noted.
  const copy = buildDatabase();
  if (set !== undefined) copy.note(set);
  assert.deepEqual((await openDatabase(bytesAsFile(Buffer.concat(copy.finish())), 'copy.adv')).sets, [set]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesAsFile } from '../codec/read-at.ts';
import type { AffectedPackage } from '../model/advisory.ts';
import { type AdvisoryOrigin, buildDatabase } from './build-database.ts';
import { bareFacts } from './facts.ts';
import { openDatabase } from './open-database.ts';
import { overlayDatabases } from './overlay.ts';

function affected(name: string, release: string, fixed: string): AffectedPackage {
  const events = [
    { kind: 'introduced', version: '0' },
    { kind: 'fixed', version: fixed },
  ] as const;
  return { family: 'Debian', release, name, ranges: [events], versions: [], status: null, urgency: null, repository: null, stream: null };
}

type Told = readonly [id: string, modified: string | null, ...affected: AffectedPackage[]];

async function database(origin: Partial<AdvisoryOrigin>, ...told: readonly Told[]) {
  const builder = buildDatabase();
  for (const [id, modified, ...of] of told)
    builder.add({ ...bareFacts(id), modified, affected: of }, { publisher: null, date: null, complete: false, ...origin });
  return openDatabase(bytesAsFile(Buffer.concat(builder.finish())), 'test.adv');
}

async function versionsOf(databases: Parameters<typeof overlayDatabases>[0], name: string): Promise<readonly string[]> {
  const rows = await overlayDatabases(databases, '2026-06-01').packages('Debian', name);
  return rows.map(({ id, release, ranges }) => `${id} ${release} ${ranges[0]?.[1]?.version}`).toSorted();
}

test('of the same advisory the newer counts, whichever database it is in', async () => {
  const old = await database({}, ['DSA-1', '2026-01-01', affected('a', '12', '1')], ['DSA-2', '2026-01-01', affected('a', '12', '2')]);
  const fresh = await database({}, ['DSA-1', '2026-02-01', affected('a', '12', '3')]);
  for (const order of [
    [old, fresh],
    [fresh, old],
  ])
    assert.deepEqual(await versionsOf(order, 'a'), ['DSA-1 12 3', 'DSA-2 12 2']);
});

test('a set that is whole in a newer database hides the older, and its words without a day are not lost to words that are hidden', async () => {
  const old = await database(
    {},
    ['DEBIAN-1', '2026-01-01', affected('a', '12', '1'), affected('a', '14', '1')],
    ['DEBIAN-2', '2026-01-01', affected('a', '12', '2')],
  );
  const tracker = await database({ date: '2026-02-02', complete: true, parts: true }, ['DEBIAN-1', null, affected('a', '12', '9')]);
  assert.deepEqual(await versionsOf([old, tracker], 'a'), ['DEBIAN-1 12 9', 'DEBIAN-1 14 1']);
  // What tells no day is taken for older than what does.
  const undated = await database({ complete: true }, ['DEBIAN-1', null, affected('a', '12', '9')]);
  assert.deepEqual(await versionsOf([old, undated], 'a'), ['DEBIAN-1 12 1', 'DEBIAN-1 14 1', 'DEBIAN-2 12 2']);
});

test('of what both tell, the day is that of what is complete', async () => {
  const whole = await database({ date: '2026-01-01', complete: true }, ['DSA-1', '2025-01-01', affected('a', '12', '1')]);
  const some = await database({}, ['DSA-2', '2026-03-01', affected('a', '12', '2')]);
  for (const order of [
    [whole, some],
    [some, whole],
  ]) {
    const told = overlayDatabases(order, '2026-06-01').sets.map(({ date, complete }) => [date, complete]);
    assert.deepEqual(told, [['2026-01-01', true]]);
  }
});

test('an advisory of another release, or of another repository, replaces nothing', async () => {
  const whole = { date: '2026-02-02', complete: true, parts: true };
  const [bookworm, trixie] = [
    await database(whole, ['DEBIAN-1', null, affected('a', '12', '1')]),
    await database(whole, ['DEBIAN-1', null, affected('a', '13', '2')], ['DEBIAN-2', null, affected('b', '13', '3')]),
  ];
  for (const order of [
    [bookworm, trixie],
    [trixie, bookworm],
  ])
    assert.deepEqual(await versionsOf(order, 'a'), ['DEBIAN-1 12 1', 'DEBIAN-1 13 2']);
  // What is merely rated elsewhere is not told anew there.
  const rated = await database({ publisher: 'kev', complete: true, date: '2026-03-01' }, ['DEBIAN-1', '2026-03-01']);
  assert.deepEqual(await versionsOf([bookworm, rated], 'a'), ['DEBIAN-1 12 1']);
  // Of one release in two files, neither of which has all.
  const parts = { parts: true };
  const main = await database(parts, ['DEBIAN-1', null, { ...affected('a', '12', '1'), repository: 'main' }]);
  const community = await database(
    parts,
    ['DEBIAN-1', null, affected('c', '12', '4')],
    ['DEBIAN-1', null, { ...affected('a', '12', '5'), repository: 'community' }],
  );
  assert.deepEqual(await versionsOf([main, community], 'a'), ['DEBIAN-1 12 1', 'DEBIAN-1 12 5']);
  // The same again is the later's.
  const again = await database(parts, ['DEBIAN-1', null, { ...affected('a', '12', '6'), repository: 'main' }]);
  assert.deepEqual(await versionsOf([main, community, again], 'a'), ['DEBIAN-1 12 5', 'DEBIAN-1 12 6']);
});

test('an advisory that names the package no more, or was withdrawn, takes the older one away', async () => {
  const old = await database({}, ['DSA-1', '2026-01-01', affected('a', '12', '1')], ['DSA-2', '2026-01-01', affected('a', '12', '2')]);
  const fresh = await database({}, ['DSA-1', '2026-02-01', affected('b', '12', '3')]);
  assert.deepEqual(await versionsOf([old, fresh], 'a'), ['DSA-2 12 2']);
  assert.deepEqual(await versionsOf([fresh, old], 'a'), ['DSA-2 12 2']);
});

test('what is dated in time to come is not the newest for ever', async () => {
  const future = await database({ date: '2099-01-01', complete: true }, ['DSA-1', '2099-01-01', affected('a', '12', '1')]);
  const fresh = await database({ date: '2026-05-01', complete: true }, ['DSA-1', '2026-05-01', affected('a', '12', '2')]);
  const some = await database({}, ['DSA-1', '2026-04-01', affected('a', '12', '3')]);
  for (const order of [
    [future, fresh],
    [fresh, future],
  ]) {
    assert.deepEqual(await versionsOf(order, 'a'), ['DSA-1 12 2']);
    assert.equal((await overlayDatabases(order, '2026-06-01').vulnerability('DSA-1'))?.modified, '2026-05-01');
  }
  assert.deepEqual(
    overlayDatabases([future, some], '2026-06-01').sets.map(({ date }) => date),
    [null],
  );
  assert.deepEqual(
    (await overlayDatabases([future], '2026-06-01').packages('Debian', 'a')).map(({ id, set }) => [id, set.date]),
    [['DSA-1', null]],
  );
});

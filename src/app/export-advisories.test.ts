import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../advisories/open-database.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { testStorePorts } from '../testing/store-ports.ts';
import { type DatabaseFile, writeDatabaseFile } from './database-files.ts';
import { exportAdvisories } from './export-advisories.ts';
import { importAdvisories } from './import-advisories.ts';

const FOLDER = '/home/test/.local/share/fromage/advisories';

function record(id: string, modified: string, fixed: string): string {
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] };
  const affected = ['Debian:12', 'Debian:13'].map((ecosystem) => ({ package: { ecosystem, name: 'curl' }, ranges: [range] }));
  return `${JSON.stringify({ id, modified, upstream: ['CVE-2026-1'], affected })}\n`;
}

test('what all databases say is written as a scan hears it, the same each time, and can be read again', async () => {
  const files = memoryFiles({
    '/old.jsonl': record('DSA-1', '2026-01-01', '1') + record('DSA-2', '2026-01-01', '1'),
    '/new.jsonl': record('DSA-1', '2026-02-01', '2'),
  });
  const store = testStorePorts({ files, clock: fakeClock(Date.UTC(2026, 2, 1)) });
  const request = { name: null, complete: [], date: null };
  for (const path of ['/old.jsonl', '/new.jsonl']) await importAdvisories({ ...request, paths: [path] }, store);
  const fileOf = (name: string): DatabaseFile => {
    const path = `${FOLDER}/${name}.adv`;
    return { name, path, size: 0, open: async () => openDatabase(await files.open(path), path) };
  };
  const of = (...names: readonly string[]) => ({ store, databases: async () => names.map(fileOf) });
  await exportAdvisories('/all.adv', of('old', 'new'));
  await exportAdvisories('/again.adv', of('new', 'old'));
  assert.deepEqual(await files.read('/all.adv', 1e6), await files.read('/again.adv', 1e6));

  const { name, taken } = await importAdvisories({ ...request, paths: ['/all.adv'] }, store);
  assert.deepEqual([name, taken], ['all', 2]);
  await exportAdvisories('/once-more.adv', of('all'));
  assert.deepEqual(await files.read('/once-more.adv', 1e6), await files.read('/all.adv', 1e6));
  const rows = await (await fileOf('all').open()).packages('Debian', 'curl');
  assert.deepEqual(
    rows.map(({ id, release, ranges }) => `${id} ${release} ${ranges[0]?.[1]?.version}`),
    ['DSA-1 12 2', 'DSA-1 13 2', 'DSA-2 12 1', 'DSA-2 13 1'],
  );
});

test('what a program that was killed left behind is taken away, but not what another writes now', async () => {
  const files = memoryFiles({ [`${FOLDER}/.a.adv.7.x.tmp`]: 'x', [`${FOLDER}/.b.adv.8.y.tmp`]: 'x', [`${FOLDER}/c.adv`]: 'x' });
  const ages: Readonly<Record<string, number>> = { [`${FOLDER}/.b.adv.8.y.tmp`]: Date.UTC(2026, 0, 1) };
  const dated = {
    ...files,
    status: async (path: string) => {
      const status = await files.status(path);
      return status === null ? null : { ...status, modified: ages[path] ?? 0 };
    },
  };
  const store = testStorePorts({ files: dated, clock: fakeClock(Date.UTC(2026, 0, 1)) });
  assert.equal(await writeDatabaseFile(`${FOLDER}/d.adv`, [Uint8Array.of(1), Uint8Array.of(2, 3)], store), 3);
  assert.deepEqual(await files.list(FOLDER), ['.b.adv.8.y.tmp', 'c.adv', 'd.adv']);
});

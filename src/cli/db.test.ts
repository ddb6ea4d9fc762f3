/** `fromage db`: words in, text and an exit code out. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { writeZip } from '../testing/zip-writer.ts';
import { type RanLine, runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

function fromage(line: string): Promise<RanLine> {
  return runLine(line, ports.folder);
}

/** An OSV record about a package of PyPI. */
function record(id: string, name = 'made-up-package'): string {
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2' }] };
  return JSON.stringify({ id, modified: '2026-10-01', affected: [{ package: { ecosystem: 'PyPI', name }, ranges: [range] }] });
}

interface Status {
  readonly databases: readonly {
    readonly name: string | null;
    readonly date: string | null;
    readonly problem: string | null;
    readonly sets: readonly {
      readonly publisher: string;
      readonly advisories: number;
      readonly complete: boolean;
      readonly date: string | null;
    }[];
  }[];
}

async function statusOf(name: string): Promise<Status['databases'][number] | undefined> {
  const { out } = await fromage('db status --json');
  return (JSON.parse(out) as Status).databases.find((one) => one.name === name);
}

test('the bundled database is told, and what was imported beside it', async () => {
  await mkdir(ports.path('a'));
  await writeFile(ports.path('a', 'records.jsonl'), `${record('TEST-1')}\n${record('TEST-2')}\n`);
  assert.deepEqual(await fromage('db import ~/a/records.jsonl --complete PyPI --date 2026-11-01'), {
    code: 0,
    out: 'records: 2 advisories of 1 file, 391 B\n',
    err: '',
  });
  const { sets, date } = (await statusOf('records')) ?? {};
  assert.deepEqual(
    sets?.map(({ publisher, advisories, complete }) => [publisher, advisories, complete]),
    [['TEST', 2, true]],
  );
  assert.equal(date, '2026-11-01');
  const { out, code } = await fromage('db status');
  assert.equal(code, 0);
  assert.match(out, /^bundled {2}\d/);
  assert.match(
    out,
    /\nrecords {2}391 B, to 2026-11-01, \d+ days old, in .*records\.adv\n {2}PyPI {2}TEST {2}2026-11-01 {2}2 advisories about 1 package {2}complete$/m,
  );
});

test('a scan looks into what was imported', async () => {
  await writeFile(ports.path('one.json'), record('TEST-1'));
  await writeFile(ports.path('list.purls'), 'pkg:pypi/made-up-package@1.0\n');
  const idsOf = async () =>
    (JSON.parse((await fromage('scan ~/list.purls --json')).out) as { findings: { id: string }[] }).findings.map(({ id }) => id);
  assert.deepEqual(await idsOf(), []);
  assert.equal((await fromage('db import ~/one.json')).code, 0);
  assert.deepEqual(await idsOf(), ['TEST-1']);
  // What it met is remembered, and that the data is old is told, with the command.
  assert.match(
    (await fromage('scan ~/list.purls')).err,
    /the data is old: PyPI to 2026-\d\d-\d\d \(\d+ days\)\n {2}fromage db update PyPI\n/,
  );
  assert.deepEqual(JSON.parse(await readFile(ports.path('.local/share/fromage/advisories/ecosystems.json'), 'utf8')), { met: ['PyPI'] });
  assert.equal((await fromage('db remove one')).out, 'removed one\n');
  assert.deepEqual(await idsOf(), []);
});

test('folders, zip files and packed lines; what is wrong is told, and the rest is used', async () => {
  await mkdir(ports.path('all/below/.hidden'), { recursive: true });
  const packed = gzipSync(Array.from({ length: 3000 }, (_, at) => record(`CUT-${(at * 7919) % 3001}`)).join('\n'));
  await writeFile(ports.path('all/cut.jsonl.gz'), packed.subarray(0, packed.length - 20));
  await writeFile(ports.path('all/a.json'), record('TEST-1'));
  await writeFile(ports.path('all/utf16.json'), Buffer.from(record('TEST-9'), 'utf16le'));
  await writeFile(ports.path('all/README.md'), 'words');
  await writeFile(ports.path('all/broken.zip'), writeZip([{ name: 'a.json', bytes: '{}' }]).subarray(0, 30));
  await writeFile(
    ports.path('all/below/all.zip'),
    writeZip([
      { name: 'x.json', bytes: record('TEST-2') },
      { name: 'y.json', bytes: '{"id":' },
    ]),
  );
  await writeFile(ports.path('all/below/.hidden/b.json'), record('TEST-8'));
  const { code, out, err } = await fromage('db import ~/all --json');
  assert.equal(code, 4);
  const imported = JSON.parse(out) as { name: string; files: number; taken: number; told: { count: number; examples: string[] } };
  assert.deepEqual([imported.name, imported.files, imported.told.count], ['all', 5, 4]);
  assert.ok(imported.taken > 1000 && imported.taken <= 3002, `${imported.taken} taken`);
  assert.match(err, /^fromage: 4 things were passed over:\n/);
  for (const word of ['cut.jsonl.gz', 'utf16.json', 'broken.zip', 'y.json']) assert.match(err, new RegExp(word));
  assert.deepEqual(
    (await statusOf('all'))?.sets.map(({ publisher }) => publisher),
    ['CUT', 'TEST'],
  );
});

test('importing again replaces; what is of no use leaves what was there', async () => {
  await writeFile(ports.path('one.jsonl'), `${record('TEST-1')}\n${record('TEST-2')}\n`);
  await writeFile(ports.path('two.jsonl'), `${record('TEST-3')}\n`);
  await writeFile(ports.path('none.json'), '{"hello": "world"}');
  await fromage('db import ~/one.jsonl --name mine');
  await fromage('db import ~/two.jsonl --name mine');
  assert.equal((await statusOf('mine'))?.sets[0]?.advisories, 1);
  const { code, err } = await fromage('db import ~/none.json --name mine');
  assert.equal(code, 3);
  assert.match(err, /nothing in .*none\.json is an advisory: .*no format that is known/);
  assert.equal((await statusOf('mine'))?.sets[0]?.advisories, 1);
  assert.deepEqual(await readdir(ports.path('.local/share/fromage/advisories')), ['mine.adv']);
});

test('update asks the mirror of the environment or the flag, and tells what could not be had', async () => {
  const nobody = 'http://127.0.0.1:1';
  for (const ran of [
    await runLine('db update npm', ports.folder, { FROMAGE_DB_URL: nobody }),
    await fromage(`db update npm --from ${nobody}`),
  ]) {
    assert.equal(ran.code, 3);
    assert.match(ran.out, /^kev: .*127\.0\.0\.1:1.*\nepss: .*\nosv-npm: .*\n$/);
  }
  assert.match((await fromage('db update npm --offline')).err, /--offline was given/);
  assert.match((await fromage('db update')).err, /no scan has met/);
});

test('words that are off', async () => {
  await mkdir(ports.path('none'));
  await writeFile(ports.path('pypi.json'), record('TEST-1'));
  for (const [line, code, words] of [
    ['db import', 2, /nothing to import/],
    ['db import ~ --name ../x', 2, /no name for a database/],
    ['db import ~/nope', 3, /nope does not exist/],
    ['db import ~/none', 3, /holds no \.json/],
    ['db import ~/pypi.json --complete npm', 2, /nothing in .*pypi\.json is about npm/],
    ['db import ~/nope --date yesterday', 2, /no day/],
    ['db push localhost:1/a/b:1 --offline', 3, /--offline was given/],
    ['db pull localhost:1/a/b:1 --offline', 3, /--offline was given/],
    ['db pull localhost:1/a/b:1 --name ..', 2, /no name for a database/],
    ['db remove nope', 3, /no database called nope/],
    ['db remove ../../x', 2, /no name for a database/],
  ] as const) {
    const ran = await fromage(line);
    assert.equal(ran.code, code, line);
    assert.match(ran.err, words);
  }
});

test('a database that is damaged is told, by name and without hiding the others', async () => {
  await writeFile(ports.path('one.json'), record('TEST-1'));
  await fromage('db import ~/one.json');
  const path = ports.path('.local/share/fromage/advisories/one.adv');
  await writeFile(path, (await readFile(path)).subarray(0, 40));
  const { code, out } = await fromage('db status');
  assert.equal(code, 4);
  assert.match(out, /\none {2}cannot be read: .*one\.adv/);
  assert.match(out, /^bundled {2}\d/);
});

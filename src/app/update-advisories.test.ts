import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openDatabase } from '../advisories/open-database.ts';
import type { Files } from '../ports/index.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { testStorePorts } from '../testing/store-ports.ts';
import { writeZip } from '../testing/zip-writer.ts';
import type { DatabaseFile } from './database-files.ts';
import { importAdvisories } from './import-advisories.ts';
import { readMetEcosystems } from './met-ecosystems.ts';
import { updateAdvisories } from './update-advisories.ts';

const FOLDER = '/home/test/.local/share/fromage/advisories';
const KEV = { catalogVersion: '1', dateReleased: '2025-12-01', vulnerabilities: [{ cveID: 'CVE-2026-0001', dateAdded: '2025-12-01' }] };
const EPSS = '#model_version:v1,score_date:2025-12-30T00:00:00Z\ncve,epss,percentile\nCVE-2026-0001,0.5,0.9\n';

function osvZip(...ids: readonly string[]): Uint8Array {
  const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] };
  return writeZip(
    ids.map((id) => ({
      name: `${id}.json`,
      bytes: JSON.stringify({ id, modified: '2025-01-01', affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [range] }] }),
    })),
  );
}

function secdb(reponame: string, name: string, version: string): string {
  const packages = [{ pkg: { name, secfixes: { [version]: ['CVE-2026-0001'] } } }];
  return JSON.stringify({ apkurl: '', distroversion: 'v3.20', reponame, urlprefix: '', packages });
}

interface Mirror {
  url: string;
  /** By path: what is there. */
  readonly content: Map<string, Uint8Array | string>;
  /** Status and path of each answer. */
  readonly log: string[];
  /** Answers itself, and says so. */
  instead: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** A mirror of the feeds, which knows ETags: the length and the first bytes of what is there. */
async function withMirror(use: (mirror: Mirror) => Promise<void>): Promise<void> {
  const content = new Map<string, Uint8Array | string>([
    ['/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json', JSON.stringify(KEV)],
    ['/epss.empiricalsecurity.com/epss_scores-current.csv.gz', gzipSync(EPSS)],
    ['/osv-vulnerabilities.storage.googleapis.com/npm/all.zip', osvZip('GHSA-1', 'GHSA-2')],
    ['/secdb.alpinelinux.org/v3.20/main.json', secdb('main', 'curl', '1-r0')],
    ['/secdb.alpinelinux.org/v3.20/community.json', secdb('community', 'vim', '1-r0')],
  ]);
  const mirror: Mirror = { url: '', content, log: [], instead: () => false };
  const server = createServer((request, response) => {
    if (mirror.instead(request, response)) return;
    const body = content.get(request.url ?? '');
    const etag = body === undefined ? '' : `"${Buffer.from(body).toString('base64url').slice(-40)}"`;
    const status = body === undefined ? 404 : request.headers['if-none-match'] === etag ? 304 : 200;
    mirror.log.push(`${status} ${request.url?.split('/').at(-1)}`);
    response.writeHead(status, { etag }).end(status === 200 ? body : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    mirror.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use(mirror);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function world(files: Files = memoryFiles()) {
  const clock = fakeClock(Date.UTC(2026, 0, 10));
  const store = testStorePorts({ files, clock });
  const databases = async (): Promise<readonly DatabaseFile[]> => {
    const names = (await files.status(FOLDER)) === null ? [] : await files.list(FOLDER);
    return names
      .filter((name) => name.endsWith('.adv'))
      .map((name) => {
        const path = `${FOLDER}/${name}`;
        return { name: name.slice(0, -4), path, size: 0, open: async () => openDatabase(await files.open(path), path) };
      });
  };
  const open = async (name: string) => openDatabase(await files.open(`${FOLDER}/${name}.adv`), name);
  const update = (mirror: Mirror, ...ecosystems: readonly string[]) =>
    updateAdvisories({ ecosystems, mirror: `${mirror.url}/`, offline: false }, { store, databases });
  return { files, clock, store, open, update };
}

const outcomes = ({ databases }: Awaited<ReturnType<typeof updateAdvisories>>) =>
  databases.map(({ name, outcome }) => `${name} ${outcome}`);

test('each feed becomes a database of its own, and is asked for what is newer only', () =>
  withMirror(async (mirror) => {
    const { update, open, clock, store } = world();
    assert.deepEqual(outcomes(await update(mirror, 'npm', 'Alpine:v3.20')), [
      'kev fetched',
      'epss fetched',
      'osv-npm fetched',
      'alpine-secdb-v3-20 fetched',
    ]);
    const [set] = (await open('osv-npm')).sets;
    assert.deepEqual([set?.date, set?.complete, set?.advisories], ['2026-01-10', true, 2]);
    const alpine = await open('alpine-secdb-v3-20');
    assert.deepEqual(
      (await alpine.packages('Alpine', 'vim')).map(({ id }) => id),
      ['ALPINE-CVE-2026-0001'],
    );
    assert.deepEqual((await (await open('epss')).vulnerability('CVE-2026-0001'))?.chance?.percentile.toFixed(2), '0.90');
    assert.deepEqual(await readMetEcosystems(store), ['Alpine:v3.20', 'npm']);

    // What was asked for once is asked for again.
    mirror.log.length = 0;
    clock.advance(5 * 86_400_000);
    assert.deepEqual(outcomes(await update(mirror)), [
      'kev unchanged',
      'epss unchanged',
      'alpine-secdb-v3-20 unchanged',
      'osv-npm unchanged',
    ]);
    assert.deepEqual([...new Set(mirror.log.map((line) => line.slice(0, 3)))], ['304']);
    assert.equal((await open('osv-npm')).sets[0]?.date, '2026-01-15');
    assert.equal((await (await open('osv-npm')).packages('npm', 'left')).length, 2);

    // One of two parts is new: the database is made of both.
    mirror.log.length = 0;
    mirror.content.set('/secdb.alpinelinux.org/v3.20/community.json', secdb('community', 'nano', '1-r0'));
    await update(mirror, 'Alpine:v3.20');
    assert.deepEqual(
      mirror.log.filter((line) => /main|community/.test(line)),
      ['304 main.json', '200 community.json', '200 main.json'],
    );
    const anew = await open('alpine-secdb-v3-20');
    const counts = await Promise.all(['curl', 'vim', 'nano'].map(async (name) => (await anew.packages('Alpine', name)).length));
    assert.deepEqual(counts, [1, 0, 1]);
  }));

test('an archive is all there is of its own ecosystem only, whatever else its records name', () =>
  withMirror(async (mirror) => {
    const { update, open, clock } = world();
    const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] };
    const affected = ['npm', 'PyPI'].map((ecosystem) => ({ package: { ecosystem, name: 'left' }, ranges: [range] }));
    const bytes = JSON.stringify({ id: 'GHSA-1', modified: '2025-01-01', affected });
    mirror.content.set('/osv-vulnerabilities.storage.googleapis.com/npm/all.zip', writeZip([{ name: 'GHSA-1.json', bytes }]));
    const told = async (name: string) =>
      (await open(name)).sets.map(({ family, release, date, complete }) => [family, release, date, complete]);
    await update(mirror, 'npm', 'Alpine:v3.20');
    assert.deepEqual(await told('osv-npm'), [
      ['PyPI', null, '2025-01-01', false],
      ['npm', null, '2026-01-10', true],
    ]);
    assert.deepEqual(await told('alpine-secdb-v3-20'), [['Alpine', 'v3.20', '2026-01-10', true]]);
    // That nothing is newer says nothing of the others either.
    clock.advance(86_400_000);
    await update(mirror, 'npm');
    assert.deepEqual(await told('osv-npm'), [
      ['PyPI', null, '2025-01-01', false],
      ['npm', null, '2026-01-11', true],
    ]);
  }));

test('a date that is yet to come is told, and dates nothing', () =>
  withMirror(async (mirror) => {
    const { update, open, store } = world();
    const record = (id: string, modified: string): string => {
      const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }];
      return JSON.stringify({ id, modified, affected: [{ package: { ecosystem: 'PyPI', name: 'left' }, ranges }] });
    };
    const entries = [record('GHSA-1', '2099-01-01'), record('GHSA-2', '2025-03-01')].map((bytes, at) => ({ name: `${at}.json`, bytes }));
    mirror.content.set('/osv-vulnerabilities.storage.googleapis.com/npm/all.zip', writeZip(entries));
    const told = (await update(mirror, 'npm')).databases.find(({ name }) => name === 'osv-npm')?.told;
    assert.deepEqual(told, { count: 1, examples: ['GHSA-1: it is dated 2099-01-01, which is yet to come'] });
    const database = await open('osv-npm');
    assert.deepEqual(
      database.sets.map(({ date, advisories }) => [date, advisories]),
      [['2025-03-01', 2]],
    );
    assert.equal((await database.vulnerability('GHSA-1'))?.modified, null);

    // A database that was made where the clock is wrong, and is imported here.
    const wrong = testStorePorts({ files: store.files, clock: fakeClock(Date.UTC(2099, 0, 1)) });
    await store.files.write('/one.json', new TextEncoder().encode(record('GHSA-1', '2099-01-01')));
    const request = { name: 'wrong', complete: ['PyPI'], date: '2099-01-01' };
    const { path } = await importAdvisories({ ...request, paths: ['/one.json'] }, wrong);
    const imported = await importAdvisories({ ...request, date: null, paths: [path] }, store);
    assert.match(imported.told.examples.join('\n'), /^\S+wrong\.adv: what GHSA PyPI says is dated 2099-01-01, which is yet to come$/);
    assert.deepEqual(
      (await open('wrong')).sets.map(({ date, complete }) => [date, complete]),
      [[null, true]],
    );
    await assert.rejects(importAdvisories({ ...request, paths: ['/one.json'] }, store), { code: 'usage', message: /yet to come/ });
  }));

test('what can’t be had or read is told, and what is there stays', () =>
  withMirror(async (mirror) => {
    const { update, open } = world();
    await update(mirror, 'npm');
    const npm = '/osv-vulnerabilities.storage.googleapis.com/npm/all.zip';
    const broken: readonly (readonly [words: RegExp, instead: Mirror['instead'] | null, content: Uint8Array | string])[] = [
      [/holds no advisory/, null, '<html>please log in</html>'],
      [/zip|end/i, null, osvZip('GHSA-3').subarray(0, 60)],
      [/answers 403/, (_request, response) => Boolean(response.writeHead(403).end()), ''],
      [
        /breaks? off|broke|ends after|closed/i,
        (_request, response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('x', () => response.destroy());
          return true;
        },
        '',
      ],
      [/redirects more than/, (_request, response) => Boolean(response.writeHead(302, { location: npm }).end()), ''],
      [/no address/, (_request, response) => Boolean(response.writeHead(302, { location: 'file:///etc/passwd' }).end()), ''],
    ];
    for (const [words, instead, content] of broken) {
      mirror.content.set(npm, content);
      mirror.instead = (request, response) => instead !== null && request.url === npm && instead(request, response);
      const found = (await update(mirror, 'npm')).databases.find(({ name }) => name === 'osv-npm');
      assert.equal(found?.outcome, 'failed', String(words));
      assert.match(found?.problem ?? '', words);
      assert.equal((await (await open('osv-npm')).packages('npm', 'left')).length, 2);
    }
  }));

test('a write that fails leaves the old database', () =>
  withMirror(async (mirror) => {
    const files = memoryFiles();
    await world(files).update(mirror, 'npm');
    const before = await files.read(`${FOLDER}/osv-npm.adv`, 1e6);
    mirror.content.set('/osv-vulnerabilities.storage.googleapis.com/npm/all.zip', osvZip('GHSA-9'));
    const { FromageError } = await import('../model/error.ts');
    const full: Files = { ...files, write: async () => Promise.reject(new FromageError('io', 'no space left')) };
    const { databases } = await world(full).update(mirror, 'npm');
    assert.deepEqual(
      databases.map(({ outcome }) => outcome),
      ['failed', 'failed', 'failed'],
    );
    assert.deepEqual(await files.read(`${FOLDER}/osv-npm.adv`, 1e6), before);
  }));

test('words that are off', async () => {
  const { store } = world();
  const ports = { store, databases: async () => [] };
  const request = { ecosystems: ['npm'], mirror: 'http://127.0.0.1:1', offline: false };
  await assert.rejects(updateAdvisories({ ...request, offline: true }, ports), { code: 'offline' });
  await assert.rejects(updateAdvisories({ ...request, ecosystems: [] }, ports), { code: 'usage', message: /no scan has met/ });
  await assert.rejects(updateAdvisories({ ...request, ecosystems: ['npm', 'Amiga'] }, ports), { code: 'usage', message: /of Amiga$/ });
  const { databases } = await updateAdvisories(request, ports);
  assert.deepEqual([...new Set(databases.map(({ outcome }) => outcome))], ['failed']);
});

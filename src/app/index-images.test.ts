import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openLocalIndex } from '../lineage/local-index.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeDockerArchive, writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { knownValue } from '../testing/image-value.ts';
import { buildIndex } from '../testing/index-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { type AddRequest, addImages } from './index-images.ts';
import { indexStatus, listImages, removeImages } from './local-images.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const REQUEST: AddRequest = { targets: [], folder: null, registry: null, as: null, base: false, settings: SETTINGS, verify: false };
const image = (name: string, platform?: string) =>
  buildImage({ layers: [{ files: `${name}: 1`, createdBy: `ADD ${name} /` }], ...(platform === undefined ? {} : { platform }) });

async function save(name: string, entries: Parameters<typeof writeDockerArchive>[0]): Promise<string> {
  const path = ports.path(name);
  await writeFile(path, writeDockerArchive(entries, { form: 'layout' }));
  return path;
}

async function added(request: Partial<AddRequest>): Promise<readonly string[]> {
  const { images } = await addImages({ ...REQUEST, ...request }, testAppPorts(ports));
  return images.map(({ reference, platform }) => `${reference} ${platform}`);
}

async function listed(): Promise<readonly string[]> {
  return (await listImages(true, testAppPorts(ports))).map(({ reference }) => reference);
}

describe('names', () => {
  test('every tag of the image is one', async () => {
    const path = await save('a.tar', [{ image: image('a'), names: ['team/a:1', 'team/a:latest'] }]);
    assert.deepEqual(await added({ targets: [path] }), ['docker.io/team/a:1 linux/amd64', 'docker.io/team/a:latest linux/amd64']);
  });
  test('--as stands for them', async () => {
    const path = await save('a.tar', [{ image: image('a'), names: ['team/a:1'] }]);
    assert.deepEqual(await added({ targets: [path], as: 'registry.example.com/b:2' }), ['registry.example.com/b:2 linux/amd64']);
  });
  test('--as that is none, or for two, is refused', async () => {
    const path = await save('a.tar', [{ image: image('a'), names: [] }]);
    await assert.rejects(added({ targets: [path], as: 'No Name' }), { code: 'usage' });
    await assert.rejects(added({ targets: [path, path], as: 'b:2' }), { code: 'usage' });
  });
  test('without a name it is refused, with a hint', async () => {
    const path = await save('a.tar', [{ image: image('a'), names: [] }]);
    await assert.rejects(added({ targets: [path] }), { code: 'usage', hint: /--as/ });
  });
});

test('an image for several platforms is added for each', async () => {
  const path = ports.path('multi.tar');
  await writeFile(
    path,
    writeOciArchive([{ image: buildIndex({ manifests: [image('a'), image('b', 'linux/arm64')] }), names: ['team/multi:1'] }]),
  );
  assert.deepEqual(await added({ targets: [path] }), ['docker.io/team/multi:1 linux/amd64', 'docker.io/team/multi:1 linux/arm64']);
});

test('a folder: all images of all archives, and what can’t be read is told beside them', async () => {
  await mkdir(ports.path('images'));
  await save('images/one.tar', [{ image: image('a'), names: ['team/a:1'] }]);
  await save('images/two.tar', [
    { image: image('b'), names: ['team/b:1'] },
    { image: image('c'), names: ['team/c:1'] },
  ]);
  await save('images/nameless.tar', [{ image: image('d'), names: [] }]);
  await writeFile(ports.path('images/notes.txt'), 'no image');
  const answer = await addImages({ ...REQUEST, folder: ports.path('images') }, testAppPorts(ports));
  assert.deepEqual(answer.images.map(({ reference }) => reference).toSorted(), [
    'docker.io/team/a:1',
    'docker.io/team/b:1',
    'docker.io/team/c:1',
  ]);
  assert.deepEqual(
    answer.problems.map(({ kind, incomplete }) => [kind, incomplete]),
    [['not-added', true]],
  );
});

test('a registry: a pattern of many stars is compared in no time', { timeout: 60_000 }, async () => {
  await withRegistry({}, async (registry) => {
    registry.push(image('1'), `team/x:${'a'.repeat(128)}`);
    const settings = { ...SETTINGS, offline: false };
    await assert.rejects(added({ registry: `${registry.host}/team/x:${'*a'.repeat(60)}*b`, settings }), { code: 'not-found' });
  });
});

test('a registry: the tags that fit', async () => {
  await withRegistry({}, async (registry) => {
    for (const tag of ['1.0', '1.1', '2.0']) registry.push(image(tag), `team/x:${tag}`);
    const settings = { ...SETTINGS, offline: false };
    const names = await added({ registry: `${registry.host}/team/x:1.*`, settings });
    assert.deepEqual(names, [`${registry.host}/team/x:1.0 linux/amd64`, `${registry.host}/team/x:1.1 linux/amd64`]);
    await assert.rejects(added({ registry: `${registry.host}/team/x:9*`, settings }), { code: 'not-found' });
    assert.equal((await added({ registry: `${registry.host}/team/x:?.*0`, settings })).length, 2);
  });
});

test('added twice, it is there once; the newest of one name is found first', async () => {
  const path = await save('a.tar', [{ image: image('a'), names: ['team/a:1'] }]);
  await added({ targets: [path] });
  await added({ targets: [path] });
  assert.deepEqual(await listed(), ['docker.io/team/a:1']);
  await added({ targets: [await save('b.tar', [{ image: image('b'), names: ['team/a:1'] }])] });
  assert.equal((await listed()).length, 2);
});

test('removed by name, with and without tag; a name that is not there is told', async () => {
  const path = await save('a.tar', [{ image: image('a'), names: ['team/a:1', 'team/a:2', 'team/ab:1'] }]);
  await added({ targets: [path] });
  const remove = (...names: string[]) => removeImages({ names, all: false, learned: false }, testAppPorts(ports));
  await assert.rejects(remove('team/none'), { code: 'not-found' });
  assert.equal(await remove('team/a:1'), 1);
  assert.equal(await remove('team/a'), 1);
  assert.deepEqual(await listed(), ['docker.io/team/ab:1']);
});

describe('the files of the index', () => {
  test('damaged records are counted and passed over, whatever is wrong with them', async () => {
    const path = await save('a.tar', [{ image: image('a'), names: ['team/a:1'] }]);
    await added({ targets: [path] });
    const folder = ports.path('index', 'images');
    const [name = ''] = await readdir(folder);
    const record = { ...knownValue(image('a'), 'docker.io/team/a:1') };
    for (const [index, damage] of [
      { reference: 'NOT A REFERENCE' },
      { diffIds: ['sha256:short'] },
      { history: [{ createdBy: 7 }] },
      { below: { ancestors: ['NOT A REFERENCE'], end: 'scratch' } },
      { below: { ancestors: [], end: 'heaven' } },
      { created: 5 },
      { size: 'large' },
      { seen: 'yesterday' },
    ].entries())
      await writeFile(`${folder}/added-${String(index).padStart(40, '0')}.json`, JSON.stringify({ ...record, ...damage }));
    await writeFile(`${folder}/${name.replace(/[0-9a-f]{40}/, 'f'.repeat(40))}`, '{"cut short');
    const status = await indexStatus(ports.path('index'), testAppPorts(ports));
    assert.deepEqual([status.added, status.unreadable], [1, 9]);
  });

  test('two writers at once lose nothing', async () => {
    const [one, other] = [openLocalIndex(ports.path('index'), ports), openLocalIndex(ports.path('index'), ports)];
    const records = Array.from({ length: 20 }, (_, index) => knownValue(image(`f${index}`), `docker.io/team/x:${index}`));
    await Promise.all(records.map((record, index) => (index % 2 === 0 ? one : other).put([record])));
    assert.equal((await one.list()).images.length, 20);
    await Promise.all([one.remove(records.slice(0, 12)), other.remove(records.slice(8))]);
    assert.equal((await other.list()).images.length, 0);
    for (const record of records) assert.deepEqual(await one.find('reference', record.reference), []);
  });
});

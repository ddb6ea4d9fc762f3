/** An answer must not change because the same image was traced before. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import type { Trace } from '../model/trace.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { type BuiltImage, buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { chainText } from '../testing/trace-values.ts';
import { addImages } from './index-images.ts';
import { listImages } from './local-images.ts';
import { trace } from './trace.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const base = buildImage({ layers: [{ files: 'a: 1', createdBy: 'ADD a /', created: '2025-01-01T01:00:00Z' }] });
const app = buildImage({ base, layers: [{ files: 'b: 1', createdBy: 'RUN b', created: '2025-02-01T01:00:00Z' }] });

async function save(image: BuiltImage, names: readonly string[]): Promise<string> {
  const path = ports.path('image.tar');
  await writeFile(path, writeDockerArchive([{ image, names }], { form: 'layout' }));
  return path;
}

async function learn(image: BuiltImage, names: readonly string[]): Promise<Trace> {
  const request = { asDockerfile: false, buildArgs: {}, stage: null, dockerfile: null, verify: false, learn: true, settings: SETTINGS };
  return trace({ ...request, target: await save(image, names) }, testAppPorts(ports));
}

async function add(image: BuiltImage, name: string): Promise<void> {
  const request = { folder: null, registry: null, as: null, base: true, settings: SETTINGS, verify: false };
  await addImages({ ...request, targets: [await save(image, [name])] }, testAppPorts(ports));
}

for (const [what, names] of [
  ['with a name', ['team/app:1']],
  ['with two names', ['team/app:1', 'other/app:1']],
  ['with the name of an official image', ['httpd:2.4']],
  ['without a name', []],
] as const) {
  for (const known of [true, false]) {
    test(`traced again it has the same lineage: ${what}, upon a base that is ${known ? '' : 'not '}known`, async () => {
      if (known) await add(base, 'team/base:1');
      const first = await learn(app, names);
      const again = await learn(app, names);
      assert.equal(chainText(again.lineage), chainText(first.lineage));
      assert.deepEqual(
        again.layers.map(({ owner }) => owner),
        first.layers.map(({ owner }) => owner),
      );
      assert.equal(again.lineage.end, first.lineage.end);
      assert.notEqual(again.subject.facts?.verifiedBy, 'layers', 'its own word is no proof of its name');
    });
  }
}

test('names are remembered in full, each once', async () => {
  await learn(app, ['team/app:1', 'docker.io/team/app:1']);
  assert.deepEqual(
    (await listImages(true, testAppPorts(ports))).map(({ reference }) => reference),
    ['docker.io/team/app:1'],
  );
});

test('the next build of the same name is not upon the one before, though all but its last layer are the same', async () => {
  await add(base, 'team/base:1');
  await learn(app, ['team/app:1']);
  const next = buildImage({ base: app, layers: [{ files: 'c: 1', createdBy: 'RUN c', created: '2025-03-01T01:00:00Z' }] });
  assert.equal(chainText((await learn(next, ['team/app:2'])).lineage), 'team/base:1 | scratch');
});

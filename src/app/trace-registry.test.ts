/** Images and their parents in one registry, asked as a person would. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import type { Trace } from '../model/trace.ts';
import { testAppPorts } from '../testing/app-ports.ts';
import { writeOciArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import type { InProcessRegistry } from '../testing/in-process-registry.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { chainText } from '../testing/trace-values.ts';
import { withRegistry } from '../testing/with-registry.ts';
import { addImages } from './index-images.ts';
import { trace } from './trace.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';

/** A base on scratch as buildah marks it, a runtime and an application, each naming its parent in annotations. */
function pushStack(registry: InProcessRegistry) {
  const base = buildImage({
    layers: [{ files: 'a: 1', createdBy: 'ADD a /' }],
    annotations: { [BASE_NAME]: '' },
    config: { Labels: { 'io.buildah.version': '1' } },
  });
  const build = (parent: typeof base, name: string, file: string) =>
    buildImage({
      base: parent,
      layers: [{ files: `${file}: 1`, createdBy: `RUN ${file}` }],
      annotations: { [BASE_NAME]: `${registry.host}/team/${name}:1`, [BASE_DIGEST]: parent.root },
    });
  const runtime = build(base, 'base', 'b');
  const app = build(runtime, 'runtime', 'c');
  registry.push(base, 'team/base:1');
  registry.push(runtime, 'team/runtime:1');
  registry.push(app, 'team/app:1');
  return { base, runtime, app, build };
}

const SETTINGS = { platform: null, offline: false, tlsVerify: null, plainHttp: false, credentials: null };

function traceApp(registry: InProcessRegistry): Promise<Trace> {
  return traceTarget(`${registry.host}/team/app:1`);
}

function traceTarget(target: string): Promise<Trace> {
  const request = { asDockerfile: false, buildArgs: {}, stage: null, dockerfile: null, verify: false, learn: false, settings: SETTINGS };
  return trace({ ...request, target }, testAppPorts(ports));
}

const chainIn = (registry: InProcessRegistry) => `${registry.host}/team/runtime:1 | ${registry.host}/team/base:1 | scratch`;

test('down to scratch by manifests and configs alone, each asked for once', async () => {
  await withRegistry({}, async (registry) => {
    const { app } = pushStack(registry);
    const { lineage, layers } = await traceApp(registry);
    assert.equal(chainText(lineage), chainIn(registry));
    assert.deepEqual(
      layers.map(({ owner }) => owner),
      [1, 0, 'own'],
    );
    assert.ok(lineage.ancestors.every(({ confidence }) => confidence === 'matched'));
    const asked = registry.requests.map(({ path }) => path);
    assert.equal(new Set(asked).size, asked.length, asked.join('\n'));
    assert.ok(!asked.some((path) => app.layers.some(({ digest }) => path.includes(digest))));
    assert.equal(lineage.problems.filter(({ kind }) => kind === 'unchecked-layers').length, 1);
  });
});

test('where the parent’s tag has moved it is asked for by its digest', async () => {
  await withRegistry({}, async (registry) => {
    const { base, runtime, build } = pushStack(registry);
    registry.push(build(base, 'base', 'newer'), 'team/runtime:1');
    registry.push(runtime, `team/runtime@${runtime.root}`);
    const { lineage } = await traceApp(registry);
    assert.equal(chainText(lineage), chainIn(registry));
    assert.equal(lineage.ancestors[0]?.digest, runtime.root);
  });
});

test('where it has moved and the old one is gone, that is told and nothing is made up', async () => {
  await withRegistry({}, async (registry) => {
    const { base, build } = pushStack(registry);
    registry.push(build(base, 'base', 'newer'), 'team/runtime:1');
    registry.faults.push({ match: /runtime\/manifests\/sha256/, times: 100, status: 404 });
    const { lineage } = await traceApp(registry);
    assert.equal(chainText(lineage), `${registry.host}/team/runtime:1 | unknown`);
    assert.equal(lineage.ancestors[0]?.confidence, 'claimed');
    assert.ok(lineage.problems.some(({ kind }) => kind === 'tag-moved'));
  });
});

test('a registry that stops answering half way down: what is known stays, and the rest is unknown', async () => {
  await withRegistry({}, async (registry) => {
    pushStack(registry);
    registry.faults.push({ match: /base\/manifests/, times: 100, status: 403 });
    const { lineage } = await traceApp(registry);
    assert.equal(chainText(lineage), `${registry.host}/team/runtime:1 | ${registry.host}/team/base:1 | unknown`);
    assert.ok(lineage.problems.some(({ kind }) => kind === 'parent-not-opened'));
  });
});

test('what an archive says of itself makes nobody ask in the user’s own network', async () => {
  await withRegistry({}, async (registry) => {
    const { app } = pushStack(registry);
    const target = ports.path('app.tar');
    await writeFile(target, writeOciArchive([{ image: app }]));
    const { lineage } = await traceTarget(target);
    assert.equal(registry.requests.length, 0);
    const told = lineage.problems.filter(({ kind }) => kind === 'parent-not-asked');
    assert.deepEqual(
      told.map(({ where }) => where),
      [registry.host],
    );
    // Once the user has added the parent, that it is asked is the user's word.
    const request = { folder: null, registry: null, as: null, base: false, verify: false, settings: SETTINGS };
    await addImages({ ...request, targets: [`docker://${registry.host}/team/runtime:1`] }, testAppPorts(ports));
    const before = registry.requests.length;
    const again = await traceTarget(target);
    assert.equal(chainText(again.lineage), chainIn(registry));
    assert.ok(registry.requests.slice(before).some(({ path }) => path.includes('team/runtime/manifests')));
  });
});

test('an image that names a thousand parents has a few of them asked for, each once', async () => {
  await withRegistry({}, async (registry) => {
    const name = (index: number) => `${registry.host}/team/p${index % 500}:1`;
    const history = Array.from({ length: 1000 }, (_, index) => ({ created_by: `RUN ${index}`, comment: `FROM ${name(index)}` }));
    registry.push(buildImage({ layers: [{ files: 'a: 1' }], configFile: { history } }), 'team/app:1');
    const { lineage } = await traceApp(registry);
    const asked = registry.requests.map(({ path }) => path).filter((path) => /team\/p\d+\/manifests/.test(path));
    assert.ok(asked.length > 0 && asked.length <= 16, String(asked.length));
    assert.equal(new Set(asked).size, asked.length);
    assert.ok(lineage.problems.some(({ kind, message }) => kind === 'parent-not-asked' && /more images that may be below/.test(message)));
    assert.ok(lineage.problems.length < 100, String(lineage.problems.length));
  });
});

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import type { Image } from '../../model/image.ts';
import { createHttp } from '../../platform/http.ts';
import type { FakeEngine, FakeEngineOptions } from '../../testing/fake-engine.ts';
import { startFakeEngine } from '../../testing/fake-engine.ts';
import type { TestPorts } from '../../testing/index.ts';
import { buildImage, buildIndex, gather, testPorts } from '../../testing/index.ts';
import type { EngineSettings } from '../engine/open-engine-image.ts';
import { openImage } from '../open-image.ts';
import { verifyImage } from '../verify-image.ts';
import { dockerDaemon } from './docker-daemon.ts';
import { podman } from './podman.ts';

const SETTINGS: EngineSettings = {
  platform: null,
  offline: true,
  tlsVerify: null,
  plainHttp: false,
  credentials: null,
};

/** For engines that fall silent: all others are given the time that a busy machine needs. */
const HASTY = { engineLimits: { askTimeoutMs: 300, saveTimeoutMs: 300 } };
const isSilent = ({ faults = [] }: Partial<FakeEngineOptions>) => faults.some((fault) => fault.hang === true || fault.hangAt !== undefined);

const BASE = buildImage({
  layers: [
    { files: 'etc/os-release: ID=debian', createdBy: '/bin/sh -c #(nop) ADD file:x in /' },
    { createdBy: '/bin/sh -c #(nop)  CMD ["sh"]' },
  ],
  config: { Cmd: ['sh'] },
});
const APP = buildImage({
  base: BASE,
  layers: [
    { files: 'app/main: hello', createdBy: 'COPY . /app # buildkit', comment: 'buildkit.dockerfile.v0' },
    { files: [], createdBy: 'RUN /bin/sh -c true # buildkit' },
    { createdBy: 'LABEL a=b' },
  ],
  config: { Labels: { a: 'b' } },
});
const ARM = buildImage({ platform: 'linux/arm64', layers: [{ files: 'app/main: hallo', createdBy: 'COPY . /app' }] });
const HELD = [{ image: APP, names: ['web:1', 'registry.example/web:1'] }];

describe('an image in an engine', () => {
  let ports: TestPorts;
  let engine: FakeEngine | null = null;
  before(async () => {
    const made = await testPorts();
    ports = {
      ...made,
      http: createHttp(() => undefined),
      environment: withVariables(made, { DOCKER_HOST: `unix://${made.path('engine.sock')}` }),
    };
  });
  afterEach(async () => {
    await engine?.close();
    engine = null;
  });
  after(() => ports.close());

  async function start(options: Partial<FakeEngineOptions> = {}): Promise<FakeEngine> {
    engine = await startFakeEngine({ socketPath: ports.path('engine.sock'), images: HELD, ...options });
    return engine;
  }

  const asked = () => engine?.requests.map((request) => `${request.method} ${request.path}`) ?? [];
  const open = (name: string, settings: Partial<EngineSettings> = {}) => dockerDaemon.open(name, { ...SETTINGS, ...settings }, ports);

  test('is described by inspect and history, and nothing else is asked', async () => {
    await start();
    const image = await open('web:1');
    assert.deepEqual(asked(), ['GET /images/web:1/json?manifests=1', `GET /images/${APP.configDigest}/history`]);
    assert.deepEqual([image.source, image.location, image.reference], ['docker-daemon', 'docker-daemon:web:1', 'docker.io/library/web:1']);
    assert.deepEqual(image.names, ['web:1', 'registry.example/web:1', `web@${APP.root}`]);
    assert.deepEqual(image.config.diffIds, APP.diffIds);
    assert.deepEqual(
      image.config.history.map((entry) => [entry.createdBy, entry.comment, entry.emptyLayer]),
      [
        ['/bin/sh -c #(nop) ADD file:x in /', null, false],
        ['/bin/sh -c #(nop)  CMD ["sh"]', null, true],
        ['COPY . /app # buildkit', 'buildkit.dockerfile.v0', false],
        ['RUN /bin/sh -c true # buildkit', null, false],
        ['LABEL a=b', null, true],
      ],
    );
    assert.equal(image.config.history[0]?.created, '2026-01-01T00:00:00Z');
    assert.deepEqual([image.config.cmd, image.config.labels, image.platform.architecture], [['sh'], { a: 'b' }, 'amd64']);
    assert.deepEqual(
      image.layers.map((layer) => [layer.diffId, layer.size]),
      APP.layers.map((layer) => [layer.diffId, layer.tar.length - 1024]),
    );
    assert.deepEqual(
      image.problems.map((problem) => problem.kind),
      ['unverified', 'unchecked-layers'],
    );
    await image.close();
  });

  test('with a graph driver the ID is the digest of the config', async () => {
    await start();
    const image = await open(APP.configDigest);
    assert.deepEqual(
      [image.configDigest, image.manifestDigest, image.indexDigest, image.configVerified],
      [APP.configDigest, null, null, false],
    );
  });

  test('with the containerd store it is that of the manifest', async () => {
    await start({ store: 'containerd' });
    const image = await open('web:1');
    assert.deepEqual([image.configDigest, image.manifestDigest, image.indexDigest], [null, APP.root, null]);
  });

  test('or of the index, of which one manifest is described', async () => {
    await start({ store: 'containerd', images: [{ image: APP, names: ['web:1'], others: [ARM] }] });
    const image = await open('web:1');
    assert.deepEqual([image.configDigest, image.manifestDigest], [null, APP.root]);
    assert.equal(image.indexDigest, buildIndex({ manifests: [APP, ARM] }).root);
    assert.deepEqual(image.otherPlatforms, [{ os: 'linux', architecture: 'arm64' }]);
  });

  test('an older containerd store says neither, and no claim is made', async () => {
    await start({ store: 'containerd', apiVersion: '1.44' });
    const image = await open('web:1');
    assert.deepEqual([image.configDigest, image.manifestDigest, image.indexDigest], [null, null, null]);
  });

  test('another platform than the engine’s own takes a second look', async () => {
    await start({ store: 'containerd', images: [{ image: APP, names: ['web:1'], others: [ARM] }] });
    const image = await open('web:1', { platform: { os: 'linux', architecture: 'arm64' } });
    assert.deepEqual([image.platform.architecture, image.manifestDigest], ['arm64', ARM.root]);
    assert.deepEqual(image.config.diffIds, ARM.diffIds);
    assert.match(asked().at(-1) ?? '', /history\?platform=%7B%22os%22%3A%22linux%22%2C%22architecture%22%3A%22arm64%22%7D$/);
    assert.equal((await verifyImage(image, ports)).complete, true);
    await image.close();
  });

  test('all platforms are described, as far as the engine can', async () => {
    const images = [{ image: APP, names: ['web:1'], others: [ARM] }];
    await start({ store: 'containerd', images });
    const opened = await dockerDaemon.openAll('web:1', SETTINGS, ports);
    assert.deepEqual(
      opened.map((image) => image.manifestDigest),
      [APP.root, ARM.root],
    );
    await engine?.close();
    await start({ store: 'containerd', apiVersion: '1.48', images });
    const [only, none] = await dockerDaemon.openAll('web:1', SETTINGS, ports);
    assert.deepEqual([only?.otherPlatforms.length, none], [1, undefined]);
  });

  test('a platform that is not there is not found', async () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    await start();
    await assert.rejects(open('web:1', { platform }), { code: 'not-found', hint: /linux\/amd64.*docker:\/\/web:1/ });
    await engine?.close();
    await start({ store: 'containerd', apiVersion: '1.48', images: [{ image: APP, names: ['web:1'], others: [ARM] }] });
    await assert.rejects(open('web:1', { platform }), { code: 'not-found' });
  });

  test('layers are had when the first is opened, all with one request', async () => {
    await start();
    const image = await open('web:1');
    for (const [i, layer] of image.layers.entries()) assert.deepEqual(await gather(layer.open()), APP.layers[i]?.tar);
    assert.deepEqual(asked().slice(2), [`GET /images/${APP.configDigest}/get`]);
    assert.deepEqual(
      image.problems.map((problem) => problem.kind),
      ['unverified'],
    );
    await image.close();
  });

  test('a history that can’t be paired with the layers is told', async () => {
    const { history } = APP.config;
    const odd = buildImage({ layers: [{ files: 'a: b' }, { files: 'b: c' }], configFile: { history: (history as object[]).slice(0, 1) } });
    await start({ images: [{ image: odd, names: ['odd:1'] }] });
    const image = await open('odd:1');
    assert.ok(image.problems.some((problem) => problem.kind === 'history-unpaired'));
    assert.deepEqual(
      image.layers.map((layer) => layer.size),
      [null, null],
    );
  });

  describe('in trouble', () => {
    const faults: readonly (readonly [string, Partial<FakeEngineOptions>, string, RegExp])[] = [
      ['no such image', { images: [] }, 'not-found', /^Docker at .*engine\.sock has no image web:1 \(it says: No such image: web:1\)$/],
      ['500', { faults: [{ match: 'json', status: 500 }] }, 'server-error', /answers 500/],
      ['403', { faults: [{ match: 'json', status: 403 }] }, 'unauthorized', /does not answer us/],
      ['a page', { faults: [{ match: 'json', garbage: '<html>' }] }, 'server-error', /no sensible answer/],
      ['a list', { faults: [{ match: 'json', garbage: '[]' }] }, 'server-error', /no sensible answer/],
      ['an object without an ID', { faults: [{ match: 'json', garbage: '{}' }] }, 'server-error', /without an ID/],
      ['an ID that is none', { inspect: { Id: '../../etc' } }, 'server-error', /no digest/],
      ['DiffIDs that are none', { inspect: { RootFS: { Layers: ['sha256:x'] } } }, 'malformed', /DiffID 1 of web:1/],
      ['a history that is none', { faults: [{ match: 'history', garbage: '{"a":1}' }] }, 'server-error', /no sensible answer/],
      ['an answer cut short', { faults: [{ match: 'json', truncateAt: 20 }] }, 'unreachable', /broke off/],
      ['silence', { faults: [{ match: 'json', hang: true }] }, 'unreachable', /timed out/],
      ['silence after a while', { faults: [{ match: 'history', hangAt: 10 }] }, 'unreachable', /timed out/],
    ];
    for (const [name, options, code, words] of faults) {
      test(name, async () => {
        await start(options);
        await assert.rejects(
          open('web:1', isSilent(options) ? HASTY : {}),
          (error) => error instanceof FromageError && error.code === code && words.test(error.message),
        );
      });
    }

    const saving: readonly (readonly [string, Partial<FakeEngineOptions>, string])[] = [
      ['a save that fails', { faults: [{ match: '/get', status: 500 }] }, 'server-error'],
      ['a save that hangs', { faults: [{ match: '/get', hangAt: 1000 }] }, 'unreachable'],
      ['a save that is cut', { faults: [{ match: '/get', truncateAt: 3000 }] }, 'unreachable'],
      ['a save that is no tar', { faults: [{ match: '/get', garbage: 'nothing'.repeat(100) }] }, 'not-an-image'],
      ['a save of another image', { inspect: { RootFS: { Layers: [...APP.diffIds].reverse() } } }, 'digest-mismatch'],
    ];
    for (const [name, options, code] of saving) {
      test(`${name}, with nothing left behind`, async () => {
        await start(options);
        const image = await open('web:1', isSilent(options) ? { engineLimits: { saveTimeoutMs: 300 } } : {});
        await assert.rejects(verifyImage(image, ports), { code });
        await image.close();
        assert.deepEqual(await readdir(ports.folder), ['engine.sock']);
      });
    }

    test('on another machine, under --offline', async () => {
      const elsewhere = { ...ports, environment: withVariables(ports, { DOCKER_HOST: 'tcp://192.0.2.1:2375' }) };
      await assert.rejects(dockerDaemon.open('web:1', SETTINGS, elsewhere), {
        code: 'offline',
        message: /192\.0\.2\.1:2375 is on another machine/,
      });
    });

    test('nobody listens', async () => {
      await assert.rejects(open('web:1'), { code: 'unreachable', message: /no socket/ });
    });

    test('a name that no image has is not asked for', async () => {
      await start();
      await assert.rejects(open('../version'), { code: 'usage' });
      await assert.rejects(open('web:1?all=1'), { code: 'usage' });
      assert.deepEqual(asked(), []);
    });
  });

  describe('without a scheme', () => {
    test('is found in the engine before the registry is asked', async () => {
      await start();
      const image = await openImage('web:1', SETTINGS, ports);
      assert.equal(image.source, 'docker-daemon');
    });

    test('an engine that is absent, broken or without it is passed over', async () => {
      await assert.rejects(openImage('web:1', SETTINGS, ports), { code: 'offline' });
      await start({ faults: [{ match: 'json', status: 500 }] });
      await assert.rejects(openImage('web:1', SETTINGS, ports), { code: 'offline', hint: /the engine was passed over: .*answers 500/ });
      await assert.rejects(openImage('other:1', SETTINGS, ports), (error: FromageError) => !/passed over/.test(error.hint ?? ''));
      const none = { ...ports, environment: withVariables(ports, { DOCKER_CONTEXT: 'default' }) };
      const bare = { ...none, files: { ...none.files, status: async () => null } };
      await assert.rejects(openImage('web:1', SETTINGS, bare), (error: FromageError) => !/passed over/.test(error.hint ?? ''));
      const elsewhere = { ...ports, environment: withVariables(ports, { DOCKER_HOST: 'ssh://me@host' }) };
      await assert.rejects(openImage('web:1', SETTINGS, elsewhere), { code: 'offline', hint: /the engine was passed over: .*ssh:\/\// });
    });
  });

  test('podman is asked likewise', async () => {
    await start();
    const environment = withVariables(ports, { CONTAINER_HOST: `unix://${ports.path('engine.sock')}` });
    const image: Image = await podman.open('web:1', SETTINGS, { ...ports, environment });
    assert.equal(image.location, 'podman:web:1');
  });
});

function withVariables(ports: TestPorts, variables: Readonly<Record<string, string>>): TestPorts['environment'] {
  return { ...ports.environment, get: (name) => variables[name] };
}

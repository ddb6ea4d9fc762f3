import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import type { Image } from '../../model/image.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { buildImage, sha256 } from '../../testing/image-builder.ts';
import type { Fault } from '../../testing/in-process-registry.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testStorePorts } from '../../testing/store-ports.ts';
import { gather } from '../../testing/streams.ts';
import { withRegistries, withRegistry } from '../../testing/with-registry.ts';
import type { RegistrySettings } from './registry.ts';
import { openRegistryImage } from './registry.ts';

const settings: RegistrySettings = {
  platform: null,
  offline: false,
  tlsVerify: null,
  plainHttp: true,
  credentials: null,
};
const layer = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
const image = buildImage({ layers: [{ tar: layer, compression: 'none' }], compression: 'none' });
const MANIFEST = 'GET /v2/app/manifests/1';
const LAYER = `/v2/app/blobs/${sha256(layer)}`;

/** Opens app:1 under these faults; gives what was seen. */
async function open(faults: readonly Fault[], use: (image: Image) => Promise<void> = async () => {}) {
  const clock = fakeClock();
  let requests: readonly string[] = [];
  let failure: unknown = null;
  // Short where silence is what is tested, else long enough for a busy machine.
  const isSilent = faults.some((fault) => fault.hang === true || fault.hangAt !== undefined);
  const patient = { ...settings, limits: { idleTimeoutMs: isSilent ? 150 : 10_000 } };
  await withRegistry({ faults: faults.map((fault) => ({ ...fault })) }, async (registry) => {
    registry.push(image, 'app:1');
    try {
      await use(await openRegistryImage(`${registry.host}/app:1`, patient, testStorePorts({ clock })));
    } catch (error) {
      failure = error;
    }
    requests = registry.requests.map((request) => `${request.method} ${request.path} ${request.headers.range ?? ''}`.trim());
  });
  return { clock, requests, failure };
}

function assertError(failure: unknown, code: string, words: RegExp): void {
  assert.ok(failure instanceof FromageError, `failed with ${String(failure)}`);
  assert.equal(failure.code, code);
  assert.match(`${failure.message} ${failure.hint ?? ''}`, words);
}

async function readLayer(opened: Image): Promise<void> {
  const [first] = opened.layers;
  assert.ok(first !== undefined);
  assert.deepEqual(await gather(first.open()), layer);
}

describe('a registry in trouble', () => {
  test('500 is tried again, with growing waits', async () => {
    const { failure, clock, requests } = await open([{ match: MANIFEST, status: 500, times: 2 }]);
    assert.equal(failure, null);
    assert.equal(requests.filter((line) => line === MANIFEST).length, 3);
    const [first = 0, second = 0] = clock.slept;
    assert.ok(first >= 250 && first <= 500, `first wait ${first}`);
    assert.ok(second >= 500 && second <= 1000, `second wait ${second}`);
  });

  test('500 for ever is an error in words', async () => {
    const { failure, requests } = await open([{ match: MANIFEST, status: 503, times: 100 }]);
    assertError(failure, 'server-error', /answers 503/);
    assert.equal(requests.length, 4);
  });

  test('429 waits as long as Retry-After says', async () => {
    const { failure, clock } = await open([{ match: MANIFEST, status: 429, retryAfter: '7' }]);
    assert.equal(failure, null);
    assert.deepEqual(clock.slept, [7000]);
  });

  test('Retry-After may be a date', async () => {
    const { failure, clock } = await open([{ match: MANIFEST, status: 429, retryAfter: 'Thu, 01 Jan 2026 00:00:09 GMT' }]);
    assert.equal(failure, null);
    assert.deepEqual(clock.slept, [9000]);
  });

  test('a pause that is too long is not waited for', async () => {
    const { failure, clock } = await open([{ match: MANIFEST, status: 429, retryAfter: '21600', times: 9 }]);
    assertError(failure, 'rate-limited', /too many requests.*docker login/);
    assert.deepEqual(clock.slept, []);
  });

  test('404 is said at once', async () => {
    const { failure, requests } = await open([{ match: MANIFEST, status: 404 }]);
    assertError(failure, 'not-found', /has no 127.*app:1/);
    assert.equal(requests.length, 1);
  });

  test('401 without a challenge is no login loop', async () => {
    const { failure, requests } = await open([{ match: MANIFEST, status: 401, times: 9 }]);
    assertError(failure, 'unauthorized', /docker login/);
    assert.equal(requests.length, 1);
  });

  test('silence is timed out, and tried once more', async () => {
    const { failure, requests } = await open([{ match: MANIFEST, hang: true, times: 9 }]);
    assertError(failure, 'unreachable', /timed out/);
    assert.equal(requests.length, 2);
  });

  test('silence is not waited for twice over, with TLS and without', async () => {
    let connections = 0;
    const silent = createTcpServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const lax = { ...settings, plainHttp: false, limits: { idleTimeoutMs: 150 } };
    await assert.rejects(openRegistryImage(`127.0.0.1:${port}/app:1`, lax, testStorePorts()), {
      code: 'unreachable',
      message: /timed out/,
    });
    assert.equal(connections, 2);
    silent.close();
  });

  test('garbage in place of a manifest', async () => {
    const { failure } = await open([{ match: MANIFEST, garbage: '<html>please log in</html>' }]);
    assertError(failure, 'server-error', /no sensible answer/);
  });

  test('JSON that is no manifest', async () => {
    const { failure } = await open([{ match: MANIFEST, garbage: '{"schemaVersion":2}' }]);
    assert.ok(failure instanceof FromageError);
  });

  test('a config that is not what its digest says', async () => {
    const { failure } = await open([{ match: `/blobs/${image.configDigest}`, wrongDigest: true }]);
    assertError(failure, 'digest-mismatch', /is not what its digest says/);
  });

  test('a manifest cut short', async () => {
    const { failure } = await open([{ match: MANIFEST, truncateAt: 20, times: 9 }]);
    assertError(failure, 'unreachable', /broke off/);
  });
});

describe('a blob in trouble', () => {
  test('cut short, it is taken up where it broke off', async () => {
    const { failure, requests } = await open([{ match: LAYER, truncateAt: 100_000, times: 2 }], readLayer);
    assert.equal(failure, null);
    const ranges = requests.filter((line) => line.includes(LAYER)).map((line) => line.split(' ')[2]);
    assert.equal(ranges.length, 3);
    assert.equal(ranges[0], undefined);
    assert.match(ranges[1] ?? '', /^bytes=\d+-$/);
  });

  test('falling silent, likewise', async () => {
    const { failure } = await open([{ match: LAYER, hangAt: 100_000 }], readLayer);
    assert.equal(failure, null);
  });

  test('without ranges it is read again from the start', async () => {
    const { failure, requests } = await open(
      [
        { match: LAYER, truncateAt: 200_000 },
        { match: LAYER, noRanges: true },
      ],
      readLayer,
    );
    assert.equal(failure, null);
    assert.equal(requests.filter((line) => line.includes(LAYER)).length, 2);
  });

  test('changed between the parts, it is not what its digest says', async () => {
    const { failure } = await open(
      [
        { match: LAYER, truncateAt: 100_000 },
        { match: LAYER, wrongDigest: true },
      ],
      readLayer,
    );
    assertError(failure, 'digest-mismatch', /is not what its digest says/);
  });

  test('of another length when it is taken up', async () => {
    let failure: unknown = null;
    await withRegistry({ faults: [{ match: LAYER, truncateAt: 100_000 }] }, async (registry) => {
      registry.push(image, 'app:1');
      const opened = await openRegistryImage(`${registry.host}/app:1`, settings, testStorePorts());
      registry.push({ blobs: new Map([[sha256(layer), layer.subarray(0, 250_000)]]), root: image.root }, 'app:1');
      failure = await readLayer(opened).catch((error: unknown) => error);
    });
    assertError(failure, 'server-error', /another part of the blob than was asked for/);
  });

  test('cut short at once, for ever', async () => {
    const { failure, requests } = await open([{ match: LAYER, truncateAt: 0, times: 99 }], readLayer);
    assertError(failure, 'truncated', /after 0 of 300000 bytes/);
    assert.equal(requests.filter((line) => line.includes(LAYER)).length, 5);
  });

  test('other bytes of the right length', async () => {
    const { failure } = await open([{ match: LAYER, wrongDigest: true }], readLayer);
    assertError(failure, 'digest-mismatch', /is not what its digest says/);
  });

  test('more bytes than it should have', async () => {
    const { failure } = await open([{ match: LAYER, garbage: 'x'.repeat(300_001) }], readLayer);
    assertError(failure, 'digest-mismatch', /more than the 300000 bytes/);
  });
});

describe('a redirect', () => {
  const auth = { kind: 'basic', username: 'user', password: 'hunter2' } as const;
  const withCredentials = { ...settings, credentials: { username: 'user', password: 'hunter2' } };

  test('to another host gets no credentials', () =>
    withRegistries([{ auth, faults: [] }, {}], async (registry, other) => {
      if (registry === undefined || other === undefined) return;
      registry.push(image, 'app:1');
      other.push(image, 'app:1');
      registry.faults.push({ match: LAYER, redirectTo: `${other.origin}${LAYER}?signature=secret`, times: 9 });
      const opened = await openRegistryImage(`${registry.host}/app:1`, withCredentials, testStorePorts());
      await readLayer(opened);
      assert.equal(other.requests.length, 1);
      assert.equal(other.requests[0]?.headers.authorization, undefined);
      assert.match(String(registry.requests.at(-1)?.headers.authorization), /^Basic /);
    }));

  test('within the registry keeps them', () =>
    withRegistry({ auth }, async (registry) => {
      registry.push(image, 'app:1');
      registry.faults.push({ match: MANIFEST, redirectTo: `/v2/app/manifests/${image.root}`, times: 9 });
      const opened = await openRegistryImage(`${registry.host}/app:1`, withCredentials, testStorePorts());
      assert.equal(opened.manifestDigest, image.root);
    }));

  test('whose target asks for a login is not obeyed', () =>
    withRegistries([{ auth }, { auth: { kind: 'basic', username: 'a', password: 'b' } }], async (registry, other) => {
      if (registry === undefined || other === undefined) return;
      registry.push(image, 'app:1');
      registry.faults.push({ match: LAYER, redirectTo: `${other.origin}${LAYER}`, times: 9 });
      const opened = await openRegistryImage(`${registry.host}/app:1`, withCredentials, testStorePorts());
      await assert.rejects(readLayer(opened), { code: 'unauthorized' });
      assert.ok(other.requests.every((request) => request.headers.authorization === undefined));
    }));

  test('without end is an error that does not tell the address', () =>
    withRegistry({}, async (registry) => {
      registry.push(image, 'app:1');
      registry.faults.push({ match: 'manifests', redirectTo: '/v2/app/manifests/1?signature=secret', times: 99 });
      const opened = openRegistryImage(`${registry.host}/app:1`, settings, testStorePorts());
      await assert.rejects(
        opened,
        (error: FromageError) => error.code === 'server-error' && !JSON.stringify(error.message).includes('secret'),
      );
      assert.equal(registry.requests.length, 6);
    }));

  test('from HTTPS to HTTP is refused', () =>
    withRegistries([{ tls: true }, {}], async (registry, other) => {
      if (registry === undefined || other === undefined) return;
      registry.push(image, 'app:1');
      registry.faults.push({ match: LAYER, redirectTo: `${other.origin}${LAYER}`, times: 9 });
      const opened = await openRegistryImage(`${registry.host}/app:1`, { ...settings, plainHttp: false }, testStorePorts());
      await assert.rejects(readLayer(opened), { code: 'server-error', message: /from HTTPS to plain HTTP/ });
      assert.equal(other.requests.length, 0);
    }));
});

test('a mirror is asked first, and passed over when it fails', () =>
  withRegistries([{}, {}], async (mirror, registry) => {
    if (mirror === undefined || registry === undefined) return;
    registry.push(image, 'team/app:1');
    mirror.push(image, 'cache/team/app:2');
    const toml = `[[registry]]\nlocation = "${registry.host}"\n[[registry.mirror]]\nlocation = "${mirror.host}/cache"\n`;
    const ports = testStorePorts({ files: memoryFiles({ '/etc/containers/registries.conf': toml }) });
    await openRegistryImage(`${registry.host}/team/app:1`, settings, ports);
    assert.equal(mirror.requests[0]?.path, '/v2/cache/team/app/manifests/1');
    assert.equal(registry.requests.length, 2);
  }));

describe('what is no image', () => {
  const cases: readonly (readonly [string, object | Uint8Array, string, RegExp])[] = [
    ['a schema 1 manifest', { schemaVersion: 1, name: 'app', fsLayers: [], history: [] }, 'unsupported', /schema 1.*skopeo copy/],
    [
      'a Helm chart',
      { ...image.manifest, config: { ...(image.manifest['config'] as object), mediaType: 'application/vnd.cncf.helm.config.v1+json' } },
      'not-an-image',
      /app:1 is a Helm chart/,
    ],
    ['an index of nothing', { schemaVersion: 2, manifests: [] }, 'not-an-image', /an index without any image/],
    ['a manifest of 5 MB', new TextEncoder().encode(`{"a":"${'x'.repeat(5_000_000)}"}`), 'too-large', /5000008 bytes/],
    ['an index and a manifest at once', { ...image.manifest, manifests: [] }, 'malformed', /at once/],
  ];
  for (const [name, manifest, code, words] of cases) {
    test(name, () =>
      withRegistry({}, async (registry) => {
        registry.push(image, 'app:0');
        registry.putManifest('app', manifest, '1');
        const failure: unknown = await openRegistryImage(`${registry.host}/app:1`, settings, testStorePorts()).catch(
          (error: unknown) => error,
        );
        assertError(failure, code, words);
        assert.equal(registry.requests.length, 1);
      }),
    );
  }

  test('a manifest without end, its length unsaid', async () => {
    const endless = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write(' '.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const { port } = endless.address() as AddressInfo;
    await assert.rejects(openRegistryImage(`127.0.0.1:${port}/app:1`, settings, testStorePorts()), { code: 'too-large' });
    endless.closeAllConnections();
    endless.close();
  });
});

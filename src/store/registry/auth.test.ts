import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import { createHttp } from '../../platform/http.ts';
import type { Exec } from '../../ports/index.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { buildImage } from '../../testing/image-builder.ts';
import type { InProcessRegistry, RegistryAuth } from '../../testing/in-process-registry.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testEnvironment, testStorePorts } from '../../testing/store-ports.ts';
import { gather } from '../../testing/streams.ts';
import { withRegistry } from '../../testing/with-registry.ts';
import type { StorePorts } from '../source.ts';
import type { RegistrySettings } from '../sources/registry.ts';
import { openRegistryImage } from '../sources/registry.ts';

const SETTINGS: RegistrySettings = { platform: null, offline: false, tlsVerify: null, plainHttp: true, credentials: null };
const IMAGE = buildImage({ layers: [{ tar: new Uint8Array(1024) }] });
const CREDENTIALS = { username: 'me', password: 'hunter2' };

/** Opens app:1 of a registry that wants `auth`, with what `ports` makes of its host. */
async function open(
  auth: RegistryAuth,
  over: (registry: InProcessRegistry) => Partial<StorePorts> = () => ({}),
  settings: Partial<RegistrySettings> = {},
): Promise<{
  readonly failure: unknown;
  readonly requests: readonly string[];
  readonly shown: readonly string[];
  readonly problems: readonly string[];
}> {
  let failure: unknown = null;
  let requests: readonly string[] = [];
  let shown: readonly string[] = [];
  let problems: readonly string[] = [];
  await withRegistry({ auth }, async (registry) => {
    registry.push(IMAGE, 'team/app:1');
    try {
      const ports = testStorePorts(over(registry));
      const image = await openRegistryImage(`${registry.host}/team/app:1`, { ...SETTINGS, ...settings }, ports);
      problems = image.problems.map((problem) => `${problem.kind}: ${problem.message}`);
    } catch (error) {
      failure = error;
    }
    requests = registry.requests.map((request) => `${request.method} ${request.path.replace(/\?.*/, '')}`);
    shown = registry.requests.map((request) => String(request.headers.authorization ?? '').replace(/ .*/, ''));
  });
  return { failure, requests, shown, problems };
}

const dockerConfig = (json: object) => ({ files: memoryFiles({ '/home/test/.docker/config.json': JSON.stringify(json) }) });
const basic = (text: string) => Buffer.from(text).toString('base64');

/** A helper that answers so, and the questions it was asked. */
function helper(
  answer: (program: string, server: string) => Promise<{ code: number; stdout: string; stderr: string }>,
): Exec & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    run: (program, args, options) => {
      asked.push([program, ...args, options.stdin?.trim()].join(' '));
      return answer(program, options.stdin?.trim() ?? '');
    },
  };
}

describe('a registry that wants a token', () => {
  test('gives one to anybody; it is asked for once and used for all', async () => {
    const { failure, requests, shown } = await open({ kind: 'bearer' });
    assert.equal(failure, null);
    assert.deepEqual(requests, [
      'GET /v2/team/app/manifests/1',
      'GET /token',
      'GET /v2/team/app/manifests/1',
      `GET /v2/team/app/blobs/${IMAGE.configDigest}`,
    ]);
    assert.deepEqual(shown, ['', '', 'Bearer', 'Bearer']);
  });

  test('or to who has a password, which only the token service sees', async () => {
    const { failure, shown } = await open({ kind: 'bearer', ...CREDENTIALS }, undefined, { credentials: CREDENTIALS });
    assert.equal(failure, null);
    assert.deepEqual(shown, ['', 'Basic', 'Bearer', 'Bearer']);
  });

  test('refuses a wrong password, and the words hold where it came from but not the password', async () => {
    const wrong = { username: 'me', password: 'wrong-secret' };
    const { failure } = await open({ kind: 'bearer', ...CREDENTIALS }, undefined, { credentials: wrong });
    assert.match(String(failure), /does not accept the credentials from the command line/);
    assert.equal(JSON.stringify([failure, String(failure)]).includes('wrong-secret'), false);
  });

  test('changes an identity token for an access token', async () => {
    const config = (registry: InProcessRegistry) =>
      dockerConfig({ auths: { [registry.host]: { auth: basic('me:'), identitytoken: 'refresh-me' } } });
    const { failure, requests } = await open({ kind: 'identity', refreshToken: 'refresh-me' }, config);
    assert.equal(failure, null);
    assert.equal(requests[1], 'POST /token');
    const other = await open({ kind: 'identity', refreshToken: 'another' }, config);
    assert.match(String(other.failure), /does not accept the credentials from \/home\/test\/\.docker\/config\.json/);
  });

  test('is asked for another when the first has run out', () =>
    withRegistry({ auth: { kind: 'bearer', expiresIn: 100 } }, async (registry) => {
      registry.push(IMAGE, 'team/app:1');
      const clock = fakeClock();
      const image = await openRegistryImage(`${registry.host}/team/app:1`, SETTINGS, testStorePorts({ clock }));
      clock.advance(99_000);
      await gather(image.layers[0]?.open() ?? (async function* () {})());
      assert.equal(registry.requests.filter((request) => request.path.startsWith('/token')).length, 2);
    }));

  test('may have it elsewhere, but not in the clear where the registry itself is not', async () => {
    const { failure } = await open({ kind: 'bearer', realm: 'ftp://tokens.example/' }, undefined, { credentials: CREDENTIALS });
    assert.match(String(failure), /no sensible answer/);
  });
});

describe('a registry that wants a password', () => {
  const auth = { kind: 'basic', ...CREDENTIALS } as const;

  test('gets it', async () => {
    const { failure, shown } = await open(auth, undefined, { credentials: CREDENTIALS });
    assert.equal(failure, null);
    assert.deepEqual(shown, ['', 'Basic', 'Basic']);
  });

  test('and who has none is told how to log in', async () => {
    const { failure, requests } = await open(auth);
    assert.equal((failure as { code?: string }).code, 'unauthorized');
    assert.match(String((failure as { hint?: string }).hint), /docker login 127\.0\.0\.1:\d+/);
    assert.equal(requests.length, 1);
  });

  test('is not asked again and again with a wrong one', async () => {
    const { failure, requests } = await open(auth, undefined, { credentials: { username: 'me', password: 'no' } });
    assert.equal((failure as { code?: string }).code, 'unauthorized');
    assert.equal(requests.length, 2);
  });
});

describe('credentials are found', () => {
  const auth = { kind: 'basic', ...CREDENTIALS } as const;
  const entry = { auth: basic('me:hunter2') };

  const places: readonly (readonly [string, (host: string) => Record<string, string>, Record<string, string>])[] = [
    ['in docker’s config.json', (host) => ({ '/home/test/.docker/config.json': JSON.stringify({ auths: { [host]: entry } }) }), {}],
    [
      'under the registry’s URL',
      (host) => ({ '/home/test/.docker/config.json': JSON.stringify({ auths: { [`https://${host}/v2/`]: entry } }) }),
      {},
    ],
    ['in DOCKER_CONFIG', (host) => ({ '/d/config.json': JSON.stringify({ auths: { [host]: entry } }) }), { DOCKER_CONFIG: '/d' }],
    [
      'in podman’s auth.json',
      (host) => ({ '/run/user/7/containers/auth.json': JSON.stringify({ auths: { [host]: entry } }) }),
      { XDG_RUNTIME_DIR: '/run/user/7' },
    ],
    [
      'in the one of its configuration',
      (host) => ({ '/home/test/.config/containers/auth.json': JSON.stringify({ auths: { [host]: entry } }) }),
      {},
    ],
    ['in REGISTRY_AUTH_FILE', (host) => ({ '/a.json': JSON.stringify({ auths: { [host]: entry } }) }), { REGISTRY_AUTH_FILE: '/a.json' }],
    [
      'of a namespace before those of the registry',
      (host) => ({ '/a.json': JSON.stringify({ auths: { [host]: { auth: basic('x:y') }, [`${host}/team`]: entry } }) }),
      { REGISTRY_AUTH_FILE: '/a.json' },
    ],
    [
      'as name and password',
      (host) => ({ '/a.json': JSON.stringify({ auths: { [host]: { username: 'me', password: 'hunter2' } } }) }),
      { REGISTRY_AUTH_FILE: '/a.json' },
    ],
  ];
  for (const [name, contents, variables] of places) {
    test(name, async () => {
      const { failure } = await open(auth, (registry) => ({
        files: memoryFiles(contents(registry.host)),
        environment: testEnvironment(variables),
      }));
      assert.equal(failure, null);
    });
  }

  test('by the helper of the registry', async () => {
    const exec = helper(async () => ({ code: 0, stdout: JSON.stringify({ Username: 'me', Secret: 'hunter2' }), stderr: '' }));
    let host = '';
    const { failure } = await open(auth, (registry) => {
      host = registry.host;
      return { ...dockerConfig({ credHelpers: { [registry.host]: 'ecr-login' }, credsStore: 'desktop' }), exec };
    });
    assert.equal(failure, null);
    assert.deepEqual(exec.asked, [`docker-credential-ecr-login get ${host}`]);
  });

  test('by the store for all registries, in which there may be an identity token', async () => {
    const exec = helper(async () => ({ code: 0, stdout: JSON.stringify({ Username: '<token>', Secret: 'refresh-me' }), stderr: '' }));
    const { failure } = await open({ kind: 'identity', refreshToken: 'refresh-me' }, (registry) => ({
      ...dockerConfig({ auths: { [registry.host]: {} }, credsStore: 'desktop' }),
      exec,
    }));
    assert.equal(failure, null);
    assert.match(exec.asked[0] ?? '', /^docker-credential-desktop get/);
  });

  test('or not, and it goes on without: a helper that fails, babbles, is missing or hangs is told of, not what it said', async () => {
    const fail = (code: 'not-found' | 'unreachable') => () => Promise.reject(new FromageError(code, 'x'));
    const cases = [
      [helper(async () => ({ code: 1, stdout: 'hunter2', stderr: 'hunter2' })), /failed/],
      [helper(async () => ({ code: 0, stdout: 'hunter2', stderr: '' })), /no readable answer/],
      [helper(fail('not-found')), /is not installed/],
      [helper(fail('unreachable')), /did not answer within 15 s/],
    ] as const;
    for (const [exec, words] of cases) {
      const { failure, problems } = await open({ kind: 'bearer' }, () => ({ ...dockerConfig({ credsStore: 'desktop' }), exec }));
      assert.equal(failure, null);
      assert.match(problems[0] ?? '', words);
      assert.equal(problems.join().includes('hunter2'), false);
    }
  });

  test('in no file that is broken, and nothing of it is told', async () => {
    const { failure } = await open(auth, () => ({ files: memoryFiles({ '/home/test/.docker/config.json': '{"auths": {"x": "hunter2"' }) }));
    assert.match(String(failure), /config\.json is not valid JSON/);
    assert.equal(JSON.stringify([failure, String(failure)]).includes('hunter2'), false);
    const odd = await open(auth, (registry) => dockerConfig({ auths: { [registry.host]: { auth: '!!!' } } }));
    assert.match(String(odd.failure), /no readable "auth"/);
  });
});

test('credentials for one registry are not shown to another', () =>
  withRegistry({ auth: { kind: 'basic', ...CREDENTIALS } }, async (registry) => {
    registry.push(IMAGE, 'team/app:1');
    const ports = testStorePorts({
      ...dockerConfig({ auths: { 'other.example': { auth: basic('me:hunter2') } } }),
      http: createHttp(() => undefined),
    });
    await assert.rejects(openRegistryImage(`${registry.host}/team/app:1`, SETTINGS, ports), { code: 'unauthorized' });
    assert.ok(registry.requests.every((request) => request.headers.authorization === undefined));
  }));

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { nodeHash } from '../../platform/hash.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testEnvironment } from '../../testing/store-ports.ts';
import { findDockerEndpoints } from './docker-endpoints.ts';
import type { EnginePorts } from './endpoint.ts';
import { findPodmanEndpoints } from './podman-endpoints.ts';

/** A file system of these files and sockets. */
function portsWith(
  variables: Readonly<Record<string, string>>,
  contents: Readonly<Record<string, string>> = {},
  sockets: readonly string[] = [],
): EnginePorts {
  const files = memoryFiles(contents);
  const status: typeof files.status = async (path) =>
    sockets.includes(path) ? { kind: 'socket', size: 0, modified: 0 } : files.status(path);
  const environment = { ...testEnvironment(variables), runtimeFolder: variables['XDG_RUNTIME_DIR'] ?? null };
  return { files: { ...files, status }, environment, hash: nodeHash };
}

const names = async (finding: Promise<readonly { name: string }[]>) => (await finding).map((endpoint) => endpoint.name);

describe('a Docker engine is found', () => {
  test('by DOCKER_HOST, which goes before everything else', async () => {
    const ports = portsWith({ DOCKER_HOST: 'unix:///a/b.sock', DOCKER_CONTEXT: 'none' }, {}, ['/var/run/docker.sock']);
    assert.deepEqual(await findDockerEndpoints(ports), [
      { name: '/a/b.sock', origin: 'http://localhost', socketPath: '/a/b.sock', tls: null, isLocal: true },
    ]);
  });

  test('at a TCP address, in the clear', async () => {
    const [endpoint] = await findDockerEndpoints(portsWith({ DOCKER_HOST: 'tcp://10.0.0.5' }));
    assert.deepEqual(endpoint, { name: '10.0.0.5:2375', origin: 'http://10.0.0.5:2375', socketPath: null, tls: null, isLocal: false });
    const [own] = await findDockerEndpoints(portsWith({ DOCKER_HOST: 'tcp://127.0.0.1:80' }));
    assert.deepEqual([own?.origin, own?.isLocal], ['http://127.0.0.1:80', true]);
    const [six] = await findDockerEndpoints(portsWith({ DOCKER_HOST: 'tcp://[::1]:2375' }));
    assert.deepEqual([six?.origin, six?.isLocal], ['http://[::1]:2375', true]);
  });

  test('over TLS, with the certificates of DOCKER_CERT_PATH', async () => {
    const contents = { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' };
    const variables = { DOCKER_HOST: 'tcp://far:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    const [endpoint] = await findDockerEndpoints(portsWith(variables, contents));
    assert.equal(endpoint?.origin, 'https://far:2376');
    assert.deepEqual(endpoint?.tls, { verify: true, ca: ['CA'], cert: 'CERT', key: 'KEY' });
    const [lax] = await findDockerEndpoints(portsWith({ DOCKER_HOST: 'tcp://far', DOCKER_TLS: '1' }));
    assert.deepEqual([lax?.origin, lax?.tls], ['https://far:2376', { verify: false }]);
    const half = portsWith(variables, { '/certs/cert.pem': 'CERT' });
    await assert.rejects(findDockerEndpoints(half), { code: 'malformed', message: /cert\.pem and key\.pem/ });
  });

  test('behind ssh or a named pipe it is not asked, and what to do instead is said', async () => {
    await assert.rejects(findDockerEndpoints(portsWith({ DOCKER_HOST: 'ssh://me@host' })), { code: 'unsupported', hint: /ssh -L/ });
    await assert.rejects(findDockerEndpoints(portsWith({ DOCKER_HOST: 'npipe:////./pipe/docker_engine' })), {
      code: 'unsupported',
      hint: /docker save/,
    });
    await assert.rejects(findDockerEndpoints(portsWith({ DOCKER_HOST: 'gopher://x' })), { code: 'unsupported' });
    await assert.rejects(findDockerEndpoints(portsWith({ DOCKER_HOST: 'nonsense' })), { code: 'usage' });
    const secret = portsWith({ DOCKER_HOST: 'ssh://me:hunter2@host' });
    await assert.rejects(
      findDockerEndpoints(secret),
      (error: Error) => error.message.includes('//…@host') && !error.message.includes('hunter2'),
    );
    const slashed = portsWith({ DOCKER_HOST: 'ssh://me:hunt/er@2@host' });
    await assert.rejects(findDockerEndpoints(slashed), (error: Error) => !/hunt|er@2/.test(error.message));
  });

  const id = createHash('sha256').update('far').digest('hex');
  const meta = (docker: object) => JSON.stringify({ Name: 'far', Metadata: {}, Endpoints: { docker } });

  test('by a context, from config.json or DOCKER_CONTEXT', async () => {
    const contents = {
      '/home/test/.docker/config.json': '{"currentContext":"far"}',
      [`/home/test/.docker/contexts/meta/${id}/meta.json`]: meta({ Host: 'tcp://far:2376', SkipTLSVerify: true }),
      [`/home/test/.docker/contexts/tls/${id}/docker/ca.pem`]: 'CA',
    };
    const [endpoint] = await findDockerEndpoints(portsWith({}, contents, ['/var/run/docker.sock']));
    assert.deepEqual([endpoint?.origin, endpoint?.tls], ['https://far:2376', { verify: false, ca: ['CA'] }]);
    assert.deepEqual(await names(findDockerEndpoints(portsWith({ DOCKER_CONTEXT: 'default' }, contents, ['/var/run/docker.sock']))), [
      '/var/run/docker.sock',
    ]);
    await assert.rejects(findDockerEndpoints(portsWith({ DOCKER_CONTEXT: 'gone' }, contents)), {
      code: 'not-found',
      message: /context called gone/,
    });
    const broken = { ...contents, [`/home/test/.docker/contexts/meta/${id}/meta.json`]: meta({}) };
    await assert.rejects(findDockerEndpoints(portsWith({}, broken)), { code: 'malformed' });
  });

  test('in DOCKER_CONFIG instead of the home folder', async () => {
    const contents = {
      '/etc/d/config.json': '{"currentContext":"far"}',
      [`/etc/d/contexts/meta/${id}/meta.json`]: meta({ Host: 'unix:///far.sock' }),
    };
    assert.deepEqual(await names(findDockerEndpoints(portsWith({ DOCKER_CONFIG: '/etc/d' }, contents))), ['/far.sock']);
  });

  test('at the usual sockets, as far as they are there, a broken config.json notwithstanding', async () => {
    const sockets = [
      '/var/run/docker.sock',
      '/run/user/7/docker.sock',
      '/home/test/.docker/run/docker.sock',
      '/home/test/.docker/desktop/docker.sock',
      '/home/test/.colima/default/docker.sock',
    ];
    const broken = { '/home/test/.docker/config.json': '{' };
    assert.deepEqual(await names(findDockerEndpoints(portsWith({ XDG_RUNTIME_DIR: '/run/user/7' }, broken, sockets))), sockets);
    assert.deepEqual(await names(findDockerEndpoints(portsWith({ COLIMA_HOME: '/c' }, {}, ['/c/default/docker.sock']))), [
      '/c/default/docker.sock',
    ]);
    assert.deepEqual(await findDockerEndpoints(portsWith({}, { '/var/run/docker.sock': 'a file' })), []);
  });
});

test('podman is found by CONTAINER_HOST, else at its usual sockets', async () => {
  assert.deepEqual(await names(findPodmanEndpoints(portsWith({ CONTAINER_HOST: 'unix:///p.sock' }))), ['/p.sock']);
  await assert.rejects(findPodmanEndpoints(portsWith({ CONTAINER_HOST: 'ssh://core@localhost:1/run/podman.sock' })), {
    code: 'unsupported',
  });
  const sockets = ['/run/user/7/podman/podman.sock', '/run/podman/podman.sock', '/tmp/x/podman/podman-machine-default-api.sock'];
  assert.deepEqual(await names(findPodmanEndpoints(portsWith({ XDG_RUNTIME_DIR: '/run/user/7', TMPDIR: '/tmp/x' }, {}, sockets))), sockets);
});

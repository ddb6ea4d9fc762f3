import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttp } from '../../platform/http.ts';
import type { TestPorts } from '../../testing/index.ts';
import { buildImage, buildIndex, testPorts, writeOciLayout } from '../../testing/index.ts';
import { verifyImage } from '../verify-image.ts';
import type { RegistrySettings } from './registry.ts';
import { listTags, openRegistryImage } from './registry.ts';

const SETTINGS: RegistrySettings = { platform: null, offline: false, tlsVerify: null, plainHttp: false, credentials: null };
const IMAGE = buildImage({
  layers: [{ files: 'a: one' }, { files: 'b: two', compression: 'zstd' }, { files: 'c: three', compression: 'none' }],
});
const INDEX = buildIndex({ manifests: [buildImage({ platform: 'linux/arm64' }), IMAGE] });

const REGISTRY = 'docker-registry';

/** bcrypt of "hunter2" for the user "me", cost 5. */
const HTPASSWD = 'me:$2b$05$nAX/NMS6Q8OOvItqdH2uFes1D0xDSpfRQ1nxuwDf3KQ9.X9X2LdQe\n';

for (const auth of ['nobody', 'a password'] as const) {
  describe(`a real registry that asks for ${auth}`, { skip: reasonToSkip() }, () => {
    const credentials = auth === 'nobody' ? null : { username: 'me', password: 'hunter2' };
    let made: TestPorts;
    let ports: TestPorts;
    let registry: ChildProcess;
    let host: string;
    before(async () => {
      made = await testPorts();
      ports = { ...made, http: createHttp(() => undefined) };
      host = `127.0.0.1:${await freePort()}`;
      await writeFile(made.path('htpasswd'), HTPASSWD);
      await writeFile(made.path('conf.yml'), configuration(host, made, credentials !== null));
      registry = spawn(REGISTRY, ['serve', made.path('conf.yml')], { stdio: 'ignore' });
      await writeOciLayout([{ image: INDEX, names: ['1'] }], made.path('layout'));
      await untilItListens(host);
      const login = credentials === null ? [] : ['--dest-creds', `${credentials.username}:${credentials.password}`];
      const to = `docker://${host}/team/app:1`;
      const args = [
        'copy',
        '--insecure-policy',
        '--all',
        '--preserve-digests',
        '--dest-tls-verify=false',
        ...login,
        `oci:${made.path('layout')}:1`,
        to,
      ];
      execFileSync('skopeo', args, { stdio: 'ignore' });
    });
    after(async () => {
      registry.kill('SIGTERM');
      if (registry.exitCode === null) await once(registry, 'exit');
      await made.close();
    });

    test('gives an image, and its layers', async () => {
      const image = await openRegistryImage(`${host}/team/app:1`, { ...SETTINGS, credentials }, ports);
      assert.deepEqual([image.indexDigest, image.manifestDigest, image.configDigest], [INDEX.root, IMAGE.root, IMAGE.configDigest]);
      assert.equal((await verifyImage(image, ports)).complete, true);
      assert.deepEqual(await image.attachments(), []);
    });

    test('lists tags, and says what it does not have', async () => {
      assert.deepEqual(await listTags(`${host}/team/app`, { ...SETTINGS, credentials }, ports), ['1']);
      await assert.rejects(openRegistryImage(`${host}/team/app:2`, { ...SETTINGS, credentials }, ports), { code: 'not-found' });
      await assert.rejects(openRegistryImage(`${host}/team/none:1`, { ...SETTINGS, credentials }, ports), { code: 'not-found' });
    });

    if (credentials === null) return;
    test('does not let a stranger in', async () => {
      await assert.rejects(openRegistryImage(`${host}/team/app:1`, SETTINGS, { ...ports, http: createHttp(() => undefined) }), {
        code: 'unauthorized',
      });
    });
  });
}

function configuration(host: string, ports: TestPorts, secret: boolean): string {
  const auth = secret ? { auth: { htpasswd: { realm: 'test', path: ports.path('htpasswd') } } } : {};
  // JSON is YAML.
  return JSON.stringify({
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: ports.path('data') } },
    http: { addr: host },
    ...auth,
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilItListens(host: string): Promise<void> {
  const http = createHttp(() => undefined);
  for (let i = 0; i < 100; i += 1) {
    const answer = await http.send({ method: 'GET', url: `http://${host}/v2/`, headers: {}, idleTimeoutMs: 1000 }).catch(() => null);
    answer?.discard();
    if (answer !== null) return;
    await wait(100);
  }
}

function reasonToSkip(): string | false {
  for (const program of [REGISTRY, 'skopeo']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `there is no ${program} on this machine`;
    }
  }
  return false;
}

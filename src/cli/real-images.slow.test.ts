/**
 * Images that buildah builds from Debian packages, through archives, layouts and Debian's registry, as a person would trace them.
 * They are built by ../shared/images/build.sh into FROMAGE_IMAGES (kept) or a temporary folder (some minutes).
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../../../shared/images/build.sh', import.meta.url));
const CONTEXTS = fileURLToPath(new URL('../../../shared/images/contexts/', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../bin/fromage.cjs', import.meta.url));
const NAMES = ['bookworm-slim', 'httpd', 'static', 'many'];
const DEBIAN = 'docker.io/library/debian:bookworm-slim';
/** bcrypt of "hunter2" for the user "me", cost 5. */
const HTPASSWD = 'me:$2b$05$nAX/NMS6Q8OOvItqdH2uFes1D0xDSpfRQ1nxuwDf3KQ9.X9X2LdQe\n';

let folder: string;
let home: string;

interface Answer {
  readonly ancestors: readonly { readonly reference: string; readonly confidence: string; readonly layers: object | null }[];
  readonly end: string;
  readonly missing: string | null;
  readonly layers: readonly { readonly owner: number | string | null; readonly line: number | null }[];
}

describe('real images', { skip: reasonToSkip() }, () => {
  before(() => {
    const kept = process.env['FROMAGE_IMAGES'];
    folder = kept ?? mkdtempSync(join(tmpdir(), 'fromage-images-'));
    home = mkdtempSync(join(tmpdir(), 'fromage-home-'));
    if (existsSync(join(folder, 'many.oci.tar'))) return;
    const built = spawnSync('bash', [BUILD, folder, ...NAMES], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    assert.equal(built.status, 0, built.stderr);
  });
  after(() => {
    rmSync(home, { recursive: true });
    if (process.env['FROMAGE_IMAGES'] === undefined) rmSync(folder, { recursive: true });
  });

  test('an image whose base is not known ends in unknown', () => {
    const { answer, code } = trace(['trace', image('httpd.docker.tar'), '--no-learn']);
    assert.deepEqual([code, answer.end], [4, 'unknown']);
    assert.match(answer.missing ?? '', /no known image has it/);
  });

  test('FROM scratch is told from the signs buildah leaves', () => {
    const { answer, code } = trace(['trace', image('static.oci.tar'), '--no-learn']);
    assert.deepEqual([code, answer.ancestors, answer.end], [0, [], 'scratch']);
  });

  test('after index add every hop is found by ChainID: docker-archive, OCI archive and layout, layers none, gzip and zstd', () => {
    fromage(['index', 'add', image('debian-bookworm-slim.docker.tar')]);
    const zstd = join(home, 'zstd');
    const copy = [
      'copy',
      '-q',
      '--insecure-policy',
      '--dest-compress-format',
      'zstd',
      `docker-archive:${image('httpd.docker.tar')}`,
      `oci:${zstd}:1`,
    ];
    execFileSync('skopeo', copy);
    for (const location of [image('httpd.docker.tar'), image('httpd.oci.tar'), `oci:${zstd}:1`]) {
      const { answer, code } = trace(['trace', location, '--no-learn']);
      assert.deepEqual(
        [code, answer.ancestors.map(({ reference, confidence }) => [reference, confidence]), answer.end],
        [0, [[DEBIAN, 'matched']], 'scratch'],
        location,
      );
      assert.deepEqual(
        answer.layers.map(({ owner }) => owner),
        [0, 'own', 'own', 'own', 'own'],
      );
    }
  });

  test('an image of more than a hundred layers', () => {
    for (const name of ['many.docker.tar', 'many.oci.tar']) {
      const { answer } = trace(['trace', image(name), '--no-learn']);
      assert.equal(answer.layers.length, 121);
      assert.deepEqual(
        [answer.layers[0]?.owner, answer.layers.slice(1).every(({ owner }) => owner === 'own'), answer.end],
        [0, true, 'scratch'],
      );
    }
  });

  test('the Dockerfile’s line stands with each layer it made', () => {
    const { answer } = trace(['trace', image('httpd.oci.tar'), '--no-learn', '--dockerfile', join(CONTEXTS, 'httpd/Dockerfile')]);
    assert.deepEqual(
      answer.layers.map(({ line }) => line),
      [null, 4, 5, 6, 7],
    );
  });

  for (const auth of ['nobody', 'a password'] as const) {
    test(`from a registry that asks for ${auth}: manifests and configs only`, async () => {
      const registry = await startRegistry(auth === 'a password');
      try {
        const to = `${registry.host}/team/httpd:1`;
        const login = auth === 'nobody' ? [] : ['--dest-creds', 'me:hunter2'];
        execFileSync('skopeo', [
          'copy',
          '-q',
          '--insecure-policy',
          '--dest-tls-verify=false',
          ...login,
          `oci-archive:${image('httpd.oci.tar')}`,
          `docker://${to}`,
        ]);
        const before = registry.requests().length;
        const { answer } = trace(['trace', to, '--plain-http', '--no-learn', '--no-cache'], true);
        assert.deepEqual([answer.ancestors.map(({ reference }) => reference), answer.end], [[DEBIAN], 'scratch']);
        const blobs = registry
          .requests()
          .slice(before)
          .filter((path) => path.includes('/blobs/'));
        assert.equal(new Set(blobs).size, 1, `only the config: ${blobs.join(' ')}`);
      } finally {
        await registry.close();
      }
    });
  }
});

function image(name: string): string {
  return join(folder, name);
}

function fromage(args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home };
  return spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', env });
}

/** Offline, unless a registry on this machine is to be asked. */
function trace(args: readonly string[], online = false): { readonly answer: Answer; readonly code: number | null } {
  const { status, stdout, stderr } = fromage([...args, '--json', ...(online ? [] : ['--offline'])]);
  assert.notEqual(stdout, '', stderr);
  return { answer: JSON.parse(stdout) as Answer, code: status };
}

interface Registry {
  readonly host: string;
  /** The paths asked for so far. */
  requests(): readonly string[];
  close(): Promise<void>;
}

async function startRegistry(withPassword: boolean): Promise<Registry> {
  const place = mkdtempSync(join(home, 'registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(place, 'htpasswd'), HTPASSWD);
  const auth = withPassword ? `auth: {htpasswd: {realm: r, path: ${join(place, 'htpasswd')}}}\n` : '';
  writeFileSync(
    join(place, 'conf.yml'),
    `version: 0.1\nlog: {level: info, formatter: json}\nstorage: {filesystem: {rootdirectory: ${join(place, 'data')}}}\nhttp: {addr: '${host}'}\n${auth}`,
  );
  const log = join(place, 'log');
  const child: ChildProcess = spawn('sh', ['-c', 'exec docker-registry serve "$0" >"$1" 2>&1', join(place, 'conf.yml'), log], {
    stdio: 'ignore',
  });
  mkdirSync(join(home, '.docker'), { recursive: true });
  const credentials = withPassword ? { auths: { [host]: { auth: Buffer.from('me:hunter2').toString('base64') } } } : {};
  writeFileSync(join(home, '.docker/config.json'), JSON.stringify(credentials));
  await untilItAnswers(host);
  return {
    host,
    requests: () => [...readFileSync(log, 'utf8').matchAll(/"http\.request\.uri":"([^"]*)"/g)].map((match) => match[1] ?? ''),
    close: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilItAnswers(host: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answers = await fetch(`http://${host}/v2/`).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await wait(100);
  }
  throw new Error(`${host} does not answer`);
}

function reasonToSkip(): string | false {
  if (!existsSync(BUILD)) return '../shared/images is absent';
  if (process.getuid?.() !== 0) return 'images are built by root';
  const missing = ['buildah', 'mmdebstrap', 'skopeo', 'docker-registry'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  return missing.length === 0 ? false : `not installed: ${missing.join(', ')}`;
}

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';
import { writeSparseArchive } from './sparse-archive.mjs';

/** Tracing an image in a registry against `skopeo inspect` of the same, and how many requests it takes. */
export const registry = {
  name: 'registry',
  rounds: 11,
  skip: () => {
    if (!existsSync(join(ROOT, 'dist/main.cjs'))) return 'the program is not built: npm run build';
    const missing = ['skopeo', 'docker-registry'].filter((name) => spawnSync(name, ['--version']).error !== undefined);
    return missing.length > 0 ? `not installed: ${missing.join(', ')}` : null;
  },
  run: (rounds) =>
    withFolder((folder) =>
      withRegistry(folder, (host, log) => {
        push(folder, host);
        const fromage = [...FROMAGE, 'trace', `docker://${host}/app:1`, '--plain-http', '--no-cache', '--no-learn'];
        const skopeo = ['skopeo', 'inspect', '--tls-verify=false', `docker://${host}/app:1`];
        const before = requestsIn(log).length;
        timerOf(fromage, folder, [0, 4])();
        const asked = requestsIn(log).slice(before);
        const times = timeInTurn({ fromage: timerOf(fromage, folder, [0, 4]), skopeo: timerOf(skopeo, folder) }, rounds);
        return [
          ratioRow('fromage trace docker://…', times.fromage, 'skopeo inspect', times.skopeo, null),
          { what: 'blobs asked for, of two', ratio: blobsOf(asked), limit: 1, detail: asked.map(shorten).join(', ') },
        ];
      }),
    ),
};

/** Debian's registry on a free port of this machine, in `folder`. */
async function withRegistry(folder, use) {
  const port = await freePort();
  const config = join(folder, 'registry.yml');
  const log = join(folder, 'registry.log');
  writeFileSync(
    config,
    `version: 0.1\nlog: {accesslog: {disabled: false}, level: error}\nstorage: {filesystem: {rootdirectory: ${folder}/registry}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const server = spawn('sh', ['-c', `exec docker-registry serve "${config}" >"${log}" 2>&1`]);
  try {
    await untilAnswering(port);
    return await use(`127.0.0.1:${port}`, log);
  } finally {
    const gone = new Promise((done) => server.on('exit', done));
    server.kill();
    await gone;
  }
}

async function untilAnswering(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(50);
  }
  throw new Error('docker-registry does not answer');
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function push(folder, host) {
  const archive = join(folder, 'app.tar');
  writeSparseArchive(archive, 10 * 1024 ** 2, { hashed: true });
  const args = ['copy', '--insecure-policy', '--quiet', '--dest-tls-verify=false', `docker-archive:${archive}`, `docker://${host}/app:1`];
  const { status, stderr } = spawnSync('skopeo', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`skopeo copy: ${stderr}`);
}

/** Method and path of each request, from the access log: the Common Log Format. */
function requestsIn(log) {
  return [...readFileSync(log, 'utf8').matchAll(/"([A-Z]+) (\/v2\/\S*) HTTP/g)].map(([, method, path]) => `${method} ${path}`);
}

function blobsOf(requests) {
  return new Set(requests.filter((request) => /^GET .*\/blobs\//.test(request))).size;
}

function shorten(request) {
  return request.replace(/sha256:([0-9a-f]{6})[0-9a-f]*/, '$1…');
}

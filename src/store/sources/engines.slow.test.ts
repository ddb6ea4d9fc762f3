import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttp } from '../../platform/http.ts';
import type { TestPorts } from '../../testing/index.ts';
import { buildImage, gather, testPorts, writeDockerArchive } from '../../testing/index.ts';
import type { Source, SourceSettings } from '../source.ts';
import { verifyImage } from '../verify-image.ts';
import { dockerDaemon } from './docker-daemon.ts';
import { podman } from './podman.ts';

const SETTINGS: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

const IMAGE = buildImage({
  layers: [
    { files: 'etc/os-release: ID=debian', createdBy: 'ADD rootfs.tar /' },
    { createdBy: 'CMD ["sh"]' },
    { files: 'app/main: hello', createdBy: 'COPY . /app', comment: 'buildkit.dockerfile.v0' },
    { files: [], createdBy: 'RUN true' },
  ],
  config: { Cmd: ['sh'], Env: ['A=b'] },
});

interface RealEngine {
  readonly program: string;
  readonly source: Source;
  readonly variable: string;
  /** Arguments that make it listen at a socket and keep everything in a folder. */
  serve(socket: string, folder: string): readonly string[];
  load(socket: string, archive: string): readonly [program: string, args: readonly string[]];
}

const ENGINES: readonly RealEngine[] = [
  {
    program: 'dockerd',
    source: dockerDaemon,
    variable: 'DOCKER_HOST',
    serve: (socket, folder) => [
      ...['--storage-driver=vfs', '--iptables=false', '--ip6tables=false', '--bridge=none', '--data-root', `${folder}/data`],
      ...['--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`, '-H', `unix://${socket}`],
    ],
    load: (socket, archive) => ['/usr/bin/docker', ['-H', `unix://${socket}`, 'load', '-i', archive]],
  },
  {
    program: 'podman',
    source: podman,
    variable: 'CONTAINER_HOST',
    serve: (socket, folder) => [
      '--root',
      `${folder}/root`,
      '--runroot',
      `${folder}/run`,
      '--storage-driver',
      'vfs',
      'system',
      'service',
      '--time',
      '60',
      `unix://${socket}`,
    ],
    load: (socket, archive) => ['podman', ['--url', `unix://${socket}`, 'load', '-i', archive]],
  },
];

for (const engine of ENGINES) {
  describe(`a real ${engine.program}`, { skip: reasonToSkip(engine.program) }, () => {
    let made: TestPorts;
    let ports: TestPorts;
    let service: ChildProcess;
    before(async () => {
      made = await testPorts();
      const socket = made.path('engine.sock');
      service = spawn(engine.program, engine.serve(socket, made.folder), { stdio: 'ignore' });
      for (let i = 0; i < 200 && (await made.files.status(socket)) === null; i += 1) await wait(100);
      await writeFile(made.path('image.tar'), writeDockerArchive([{ image: IMAGE, names: ['fromage-test:1'] }], { form: 'old' }));
      const [program, args] = engine.load(socket, made.path('image.tar'));
      execFileSync(program, args, { stdio: 'ignore' });
      const environment = { ...made.environment, get: (name: string) => (name === engine.variable ? `unix://${socket}` : undefined) };
      ports = { ...made, http: createHttp(() => undefined), environment };
    });
    after(async () => {
      service.kill('SIGTERM');
      if (service.exitCode === null) await once(service, 'exit');
      await made.close();
    });

    test('gives the image that was loaded', async () => {
      const image = await engine.source.open('fromage-test:1', SETTINGS, ports);
      assert.equal(image.configDigest, IMAGE.configDigest);
      assert.deepEqual(image.config.diffIds, IMAGE.diffIds);
      assert.deepEqual(
        image.config.history.map((entry) => [entry.createdBy, entry.comment, entry.emptyLayer]),
        [
          ['ADD rootfs.tar /', null, false],
          ['CMD ["sh"]', null, true],
          ['COPY . /app', 'buildkit.dockerfile.v0', false],
          ['RUN true', null, false],
        ],
      );
      assert.deepEqual([image.config.cmd, image.config.env, image.platform], [['sh'], ['A=b'], { os: 'linux', architecture: 'amd64' }]);
      assert.equal((await verifyImage(image, ports)).complete, true);
      assert.deepEqual(await gather(image.layers[1]?.open() ?? (async function* () {})()), IMAGE.layers[1]?.tar);
      await image.close();
    });

    test('says that it has no other', async () => {
      await assert.rejects(engine.source.open('fromage-none:1', SETTINGS, ports), { code: 'not-found' });
    });
  });
}

function reasonToSkip(program: string): string | false {
  if (process.getuid?.() !== 0) return `${program} needs root to be started for a test`;
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return false;
  } catch {
    return `there is no ${program} on this machine`;
  }
}

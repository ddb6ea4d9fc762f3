import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import { createHttp } from '../../platform/http.ts';
import type { Http } from '../../ports/index.ts';
import { startFakeEngine } from '../../testing/fake-engine.ts';
import type { FailingCounter, TestPorts } from '../../testing/index.ts';
import {
  buildImage,
  buildIndex,
  chunked,
  failingFiles,
  memoryBlobs,
  testPorts,
  trackFiles,
  untilItSucceeds,
  writeDockerArchive,
  writeOciArchive,
  writeOciLayout,
} from '../../testing/index.ts';
import { withRegistry } from '../../testing/with-registry.ts';
import { openImage } from '../open-image.ts';
import type { SourceSettings } from '../source.ts';
import { verifyImage } from '../verify-image.ts';

const SETTINGS: SourceSettings = { platform: null, offline: false, tlsVerify: null, plainHttp: true, credentials: null };
const IMAGE = buildImage({ layers: [{ files: 'a: one' }, { files: 'b: two', compression: 'zstd' }] });
const NAMED = [{ image: IMAGE, names: ['a:1'] }];

/** An Http whose n-th request, or chunk of an answer, fails. */
function failingHttp(http: Http, counter: FailingCounter): Http {
  return {
    async send(request) {
      counter.pass();
      const response = await http.send(request);
      async function* body() {
        for await (const chunk of response.body) {
          counter.pass();
          yield chunk;
        }
      }
      return { ...response, body: body(), discard: () => response.discard() };
    },
  };
}

async function withPorts(use: (ports: TestPorts) => Promise<void>): Promise<void> {
  const ports = await testPorts();
  await use(ports).finally(() => ports.close());
}

/** Makes each call of the host fail in turn; each time the error must come through, with nothing left open or behind. */
async function failEach(ports: TestPorts, location: string, http: Http | null = null): Promise<number> {
  const before = await readdir(ports.folder);
  let open: () => number = () => 0;
  const failures = await untilItSucceeds(
    async (counter) => {
      const tracked = trackFiles(ports.files);
      open = tracked.open;
      const blobs = memoryBlobs();
      const over =
        http === null ? { files: failingFiles(tracked.files, counter) } : { files: tracked.files, http: failingHttp(http, counter) };
      const image = await openImage(location, SETTINGS, { ...ports, ...over, blobs });
      await verifyImage(image, ports).finally(() => image.close());
    },
    (error, n) => {
      assert.ok(error instanceof FromageError && error.code === 'io', `call ${n}: ${String(error)}`);
      assert.equal(open(), 0, `call ${n} leaves something open`);
    },
  );
  assert.equal(open(), 0);
  assert.deepEqual(await readdir(ports.folder), before);
  return failures;
}

describe('whichever call to the host fails, the failure is told and all is closed', () => {
  const archives: Readonly<Record<string, () => Uint8Array>> = {
    'docker-archive, old form': () => writeDockerArchive(NAMED, { form: 'old' }),
    'docker-archive with a layout': () => writeDockerArchive(NAMED, { form: 'layout' }),
    'docker-archive, gzip': () => writeDockerArchive(NAMED, { form: 'old', compression: 'gzip' }),
    'oci-archive': () => writeOciArchive(NAMED),
    'oci-archive, zstd': () => writeOciArchive(NAMED, { compression: 'zstd' }),
  };
  for (const [name, make] of Object.entries(archives)) {
    test(name, () =>
      withPorts(async (ports) => {
        await writeFile(ports.path('image.tar'), make());
        assert.ok((await failEach(ports, ports.path('image.tar'))) > 5);
        assert.ok((await failEach(ports, `${name.split(/[, ]/)[0]}:${ports.path('image.tar')}`)) > 4);
      }),
    );
  }

  test('oci', () =>
    withPorts(async (ports) => {
      await writeOciLayout([{ image: buildIndex({ manifests: [IMAGE, buildImage({ platform: 'linux/arm64' })] }) }], ports.path('layout'));
      assert.ok((await failEach(ports, ports.path('layout'))) > 10);
    }));

  test('dir', () =>
    withPorts(async (ports) => {
      await ports.files.write(ports.path('etc', 'os-release'), new TextEncoder().encode('ID=debian'));
      assert.ok((await failEach(ports, `dir:${ports.folder}`)) > 0);
    }));

  test('-', () =>
    withPorts(async (ports) => {
      const files = { ...ports.files, stdin: () => chunked(writeOciArchive(NAMED, { compression: 'gzip' })) };
      assert.ok((await failEach({ ...ports, files }, '-')) > 3);
    }));

  test('docker', () =>
    withPorts((ports) =>
      withRegistry({ auth: { kind: 'bearer' } }, async (registry) => {
        registry.push(IMAGE, 'team/app:1');
        const failures = await failEach(
          ports,
          `docker://${registry.host}/team/app:1`,
          createHttp(() => undefined),
        );
        assert.ok(failures >= 10, `${failures} failures`);
      }),
    ));

  test('docker-daemon', () =>
    withPorts(async (ports) => {
      const socketPath = ports.path('engine.sock');
      const engine = await startFakeEngine({ socketPath, images: [{ image: IMAGE, names: ['a:1'] }] });
      const environment = { ...ports.environment, get: (name: string) => (name === 'DOCKER_HOST' ? `unix://${socketPath}` : undefined) };
      const failures = await failEach(
        { ...ports, environment },
        'docker-daemon:a:1',
        createHttp(() => undefined),
      ).finally(() => engine.close());
      assert.ok(failures >= 6, `${failures} failures`);
    }));
});

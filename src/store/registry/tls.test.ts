import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttp } from '../../platform/http.ts';
import type { FromageError } from '../../model/error.ts';
import type { HttpRequest } from '../../ports/index.ts';
import { buildImage } from '../../testing/image-builder.ts';
import type { InProcessRegistry } from '../../testing/in-process-registry.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testStorePorts } from '../../testing/store-ports.ts';
import { withRegistry } from '../../testing/with-registry.ts';
import type { RegistrySettings } from '../sources/registry.ts';
import { openRegistryImage } from '../sources/registry.ts';

const STRICT: RegistrySettings = { platform: null, offline: false, tlsVerify: true, plainHttp: false, credentials: null };
const IMAGE = buildImage();

async function open(registry: InProcessRegistry, settings: RegistrySettings, contents: Readonly<Record<string, string>> = {}) {
  registry.push(IMAGE, 'app:1');
  return openRegistryImage(
    `${registry.host}/app:1`,
    settings,
    testStorePorts({ files: memoryFiles(contents), http: createHttp(() => undefined) }),
  );
}

test('a registry with a certificate of its own is refused, and what to do is said', () =>
  withRegistry({ tls: true }, async (registry) => {
    await assert.rejects(
      open(registry, STRICT),
      (error: FromageError) => error.code === 'unreachable' && /certs\.d.*--tls-verify=false/.test(error.hint ?? ''),
    );
    assert.equal(registry.requests.length, 0);
  }));

test('unless its CA is in certs.d', () =>
  withRegistry({ tls: true }, async (registry) => {
    const image = await open(registry, STRICT, { [`/etc/docker/certs.d/${registry.host}/ca.crt`]: registry.ca ?? '' });
    assert.equal(image.manifestDigest, IMAGE.root);
  }));

test('or --tls-verify=false is given', () =>
  withRegistry({ tls: true }, async (registry) => {
    assert.equal((await open(registry, { ...STRICT, tlsVerify: false })).manifestDigest, IMAGE.root);
  }));

test('a plain registry is refused where the user asks for verification', () =>
  withRegistry({}, async (registry) => {
    await assert.rejects(open(registry, STRICT), { code: 'unreachable', message: /does not speak TLS/, hint: /--plain-http/ });
    assert.equal((await open(registry, { ...STRICT, plainHttp: true })).manifestDigest, IMAGE.root);
    assert.equal((await open(registry, { ...STRICT, tlsVerify: false })).manifestDigest, IMAGE.root);
    assert.equal((await open(registry, { ...STRICT, tlsVerify: null })).manifestDigest, IMAGE.root);
  }));

test('credentials are never sent in the clear to find out how a registry is spoken to', () =>
  withRegistry({ auth: { kind: 'basic', username: 'me', password: 'x' } }, async (registry) => {
    const sent: HttpRequest[] = [];
    const http = createHttp(() => undefined);
    registry.push(IMAGE, 'app:1');
    const ports = testStorePorts({
      http: {
        send: (request) => {
          sent.push(request);
          return http.send(request);
        },
      },
    });
    await openRegistryImage(
      `${registry.host}/app:1`,
      { ...STRICT, tlsVerify: null, credentials: { username: 'me', password: 'x' } },
      ports,
    );
    assert.deepEqual(
      sent.map((request) => [new URL(request.url).protocol, request.headers['authorization'] !== undefined]),
      [
        ['https:', false],
        ['http:', false],
        ['http:', true],
        ['http:', true],
      ],
    );
  }));

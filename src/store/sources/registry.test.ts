import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testStorePorts } from '../../testing/store-ports.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { withRegistries, withRegistry } from '../../testing/with-registry.ts';
import { buildImage } from '../../testing/image-builder.ts';
import { buildIndex } from '../../testing/index-builder.ts';
import type { RegistrySettings } from './registry.ts';
import { listTags, openRegistryImage, openRegistryImages } from './registry.ts';

const settings: RegistrySettings = { platform: null, offline: false, tlsVerify: null, plainHttp: false, credentials: null };

function twoPlatforms() {
  return buildIndex({ manifests: ['linux/arm64', 'linux/amd64'].map((platform) => buildImage({ platform })) });
}

describe('an image in a registry', () => {
  test('a single-platform image takes two requests, and no layer', () =>
    withRegistry({}, async (registry) => {
      const image = buildImage({ config: { Labels: { a: 'b' } } });
      registry.push(image, 'team/app:1');
      const opened = await openRegistryImage(`${registry.host}/team/app:1`, settings, testStorePorts());
      assert.equal(opened.manifestDigest, image.root);
      assert.equal(opened.configDigest, image.configDigest);
      assert.equal(opened.config.labels['a'], 'b');
      assert.equal(opened.indexDigest, null);
      assert.equal(opened.reference, `${registry.host}/team/app:1`);
      assert.deepEqual(
        registry.requests.map((request) => `${request.method} ${request.path}`),
        ['GET /v2/team/app/manifests/1', `GET /v2/team/app/blobs/${image.configDigest}`],
      );
    }));

  test('an index takes three', () =>
    withRegistry({}, async (registry) => {
      registry.push(twoPlatforms(), 'app:1');
      const opened = await openRegistryImage(`${registry.host}/app:1`, settings, testStorePorts());
      assert.equal(opened.platform.architecture, 'amd64');
      assert.equal(opened.otherPlatforms.length, 1);
      assert.equal(registry.requests.length, 3);
    }));

  test('every platform of an index', () =>
    withRegistry({}, async (registry) => {
      registry.push(twoPlatforms(), 'app:1');
      const images = await openRegistryImages(`${registry.host}/app:1`, settings, testStorePorts());
      assert.deepEqual(
        images.map((image) => image.platform.architecture),
        ['arm64', 'amd64'],
      );
    }));

  test('a layer is asked for when it is opened', () =>
    withRegistry({}, async (registry) => {
      registry.push(buildImage({ layers: [{ tar: new Uint8Array(2048) }] }), 'app:1');
      const opened = await openRegistryImage(`${registry.host}/app:1`, settings, testStorePorts());
      let size = 0;
      for await (const chunk of opened.layers[0]?.open() ?? []) size += chunk.length;
      assert.equal(size, 2048);
      assert.equal(registry.requests.length, 3);
    }));

  test('tags come over several pages', () =>
    withRegistry({ pageSize: 2 }, async (registry) => {
      for (const tag of ['1', '2', '3', '4', '5']) registry.push(buildImage(), `app:${tag}`);
      assert.deepEqual(await listTags(`${registry.host}/app`, settings, testStorePorts()), ['1', '2', '3', '4', '5']);
    }));

  test('a short name is looked for in one search registry after another', () =>
    withRegistries([{}, {}], async (first, second) => {
      if (first === undefined || second === undefined) return;
      const image = buildImage();
      second.push(image, 'tools/app:1');
      const toml = `unqualified-search-registries = ["${first.host}", "${second.host}"]`;
      const ports = testStorePorts({ files: memoryFiles({ '/etc/containers/registries.conf': toml }) });
      const opened = await openRegistryImage('tools/app:1', settings, ports);
      assert.equal(opened.reference, `${second.host}/tools/app:1`);
      assert.deepEqual(
        first.requests.map((request) => request.path),
        ['/v2/tools/app/manifests/1'],
      );
    }));

  test('--offline asks nobody', () =>
    withRegistry({}, async (registry) => {
      const opened = openRegistryImage(`${registry.host}/app:1`, { ...settings, offline: true }, testStorePorts());
      await assert.rejects(opened, { code: 'offline' });
      assert.equal(registry.requests.length, 0);
    }));
});

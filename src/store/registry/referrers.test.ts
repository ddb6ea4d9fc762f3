import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage, toJson } from '../../testing/image-builder.ts';
import { buildAttestation, buildIndex, buildReferrer } from '../../testing/index-builder.ts';
import type { InProcessRegistry } from '../../testing/in-process-registry.ts';
import { testStorePorts } from '../../testing/store-ports.ts';
import { withRegistry } from '../../testing/with-registry.ts';
import type { RegistrySettings } from '../sources/registry.ts';
import { openRegistryImage } from '../sources/registry.ts';

const SETTINGS: RegistrySettings = { platform: null, offline: false, tlsVerify: null, plainHttp: true, credentials: null };
const IMAGE = buildImage();
const STATEMENT = { predicateType: 'https://slsa.dev/provenance/v1', subject: [], predicate: {} };

function sbom(name: string) {
  return buildReferrer(IMAGE, {
    artifactType: 'application/spdx+json',
    layers: [{ mediaType: 'text/spdx+json', bytes: toJson({ name }) }],
  });
}

const open = (registry: InProcessRegistry) => openRegistryImage(`${registry.host}/app:1`, SETTINGS, testStorePorts());

describe('what refers to an image', () => {
  test('is found by the referrers API, over several pages', () =>
    withRegistry({ pageSize: 2 }, async (registry) => {
      registry.push(IMAGE, 'app:1');
      for (const name of ['a', 'b', 'c', 'd', 'e']) registry.push(sbom(name), `app@${sbom(name).root}`);
      const image = await open(registry);
      const found = await image.attachments();
      assert.equal(found.length, 5);
      const [first] = found;
      assert.ok(first !== undefined);
      assert.deepEqual([first.artifactType, first.foundBy], ['application/spdx+json', 'referrers']);
      const [layer] = first.layers;
      assert.ok(layer !== undefined);
      assert.match(new TextDecoder().decode(await first.read(layer, 1000)), /"name":"a"/);
      await assert.rejects(first.read(layer, 3), { code: 'too-large' });
    }));

  test('is found by tag where there is no such API', () =>
    withRegistry({ referrers: false }, async (registry) => {
      registry.push(IMAGE, 'app:1');
      registry.push(buildIndex({ manifests: [sbom('a')] }), `app:${IMAGE.root.replace(':', '-')}`);
      const found = await (await open(registry)).attachments();
      assert.equal(found[0]?.artifactType, 'application/spdx+json');
      assert.ok(registry.requests.some((request) => request.path === `/v2/app/manifests/${IMAGE.root.replace(':', '-')}`));
    }));

  test('may be nested as deeply as a hostile registry likes', () =>
    withRegistry({ referrers: false }, async (registry) => {
      registry.push(IMAGE, 'app:1');
      const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
      const index = new TextEncoder().encode(`{"schemaVersion":2,"manifests":[],"x":${deep}}`);
      registry.putManifest('app', index, IMAGE.root.replace(':', '-'));
      assert.deepEqual(await (await open(registry)).attachments(), []);
    }));

  test('is nothing where there is neither', () =>
    withRegistry({ referrers: false }, async (registry) => {
      registry.push(IMAGE, 'app:1');
      const image = await open(registry);
      assert.deepEqual(await image.attachments(), []);
      assert.deepEqual(image.problems, []);
    }));

  test('is found in the index, for the platform that was chosen', () =>
    withRegistry({}, async (registry) => {
      const arm = buildImage({ platform: 'linux/arm64' });
      const index = buildIndex({ manifests: [IMAGE, arm, buildAttestation(IMAGE, [STATEMENT]), buildAttestation(arm, [STATEMENT])] });
      registry.push(index, 'app:1');
      const image = await open(registry);
      assert.deepEqual(image.otherPlatforms, [{ os: 'linux', architecture: 'arm64' }]);
      const found = await image.attachments();
      assert.deepEqual(
        found.map((item) => [item.foundBy, item.descriptor.annotations['vnd.docker.reference.digest']]),
        [['index', IMAGE.root]],
      );
    }));

  test('that can’t be read is told, and the rest is given', () =>
    withRegistry({}, async (registry) => {
      registry.push(IMAGE, 'app:1');
      for (const name of ['a', 'b']) registry.push(sbom(name), `app@${sbom(name).root}`);
      registry.faults.push({ match: `manifests/${sbom('a').root}`, wrongDigest: true, times: 9 });
      const image = await open(registry);
      assert.equal((await image.attachments()).length, 1);
      assert.match(image.problems[0]?.message ?? '', /an attachment could not be read/);
    }));

  test('that answers garbage or hangs leaves the image as it is', () =>
    withRegistry({}, async (registry) => {
      registry.push(IMAGE, 'app:1');
      registry.faults.push({ match: 'referrers', garbage: '{"manifests": 7}', times: 1 });
      const image = await open(registry);
      assert.deepEqual(await image.attachments(), []);
    }));
});

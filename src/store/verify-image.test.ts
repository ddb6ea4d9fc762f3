import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { Image } from '../model/image.ts';
import type { BuiltImage, TestPorts } from '../testing/index.ts';
import { buildImage, testPorts, writeDockerArchive, writeOciArchive } from '../testing/index.ts';
import { openImage } from './open-image.ts';
import type { SourceSettings } from './source.ts';
import { verifyImage } from './verify-image.ts';

const SETTINGS: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

const IMAGE = buildImage({ layers: [{ files: 'a: one' }, { files: 'b: two', compression: 'zstd' }] });

describe('verifyImage', () => {
  let ports: TestPorts;
  before(async () => {
    ports = await testPorts();
  });
  after(() => ports.close());

  async function withImage(bytes: Uint8Array, use: (image: Image) => Promise<void>): Promise<void> {
    await writeFile(ports.path('image.tar'), bytes);
    const image = await openImage(ports.path('image.tar'), SETTINGS, ports);
    await use(image).finally(() => image.close());
  }

  const layout = (image: BuiltImage) => writeOciArchive([{ image, names: ['a:1'] }]);

  test('reads every layer, and what was unchecked is so no more', () =>
    withImage(layout(IMAGE), async (image) => {
      assert.match(image.problems[0]?.message ?? '', /^the layers were not read.*--verify/);
      const found = await verifyImage(image, ports);
      assert.equal(found.complete, true);
      assert.deepEqual(
        found.layers,
        IMAGE.layers.map((layer) => ({ diffId: layer.diffId, diffIdChecked: true, digestChecked: true, size: layer.tar.length })),
      );
      assert.deepEqual([image.problems, found.problems], [[], []]);
    }));

  test('one layer read leaves the other unchecked', () =>
    withImage(layout(IMAGE), async (image) => {
      const [first] = image.layers;
      assert.ok(first !== undefined);
      for await (const chunk of first.open()) assert.ok(chunk.length > 0);
      assert.match(image.problems[0]?.message ?? '', /^1 of 2 layers were not read/);
    }));

  test('a layer read half is unchecked', () =>
    withImage(layout(buildImage({ layers: [{ tar: new Uint8Array(1024 * 1024) }], compression: 'none' })), async (image) => {
      const [first] = image.layers;
      assert.ok(first !== undefined);
      for await (const chunk of first.open()) {
        assert.ok(chunk.length < 1024 * 1024);
        break;
      }
      assert.equal(image.problems.length, 1);
    }));

  test('an old docker-archive has DiffIDs to check by, and no digests', () =>
    withImage(writeDockerArchive([{ image: IMAGE, names: ['a:1'] }], { form: 'old' }), async (image) => {
      const found = await verifyImage(image, ports);
      assert.equal(found.complete, true);
      assert.deepEqual(
        found.layers.map((layer) => [layer.diffIdChecked, layer.digestChecked]),
        [
          [true, false],
          [true, false],
        ],
      );
    }));

  test('a DiffID that lies is found out', () => {
    const [, second] = IMAGE.diffIds;
    const lying = buildImage({
      layers: [{ files: 'a: one' }],
      configFile: { rootfs: { type: 'layers', diff_ids: [second] } },
    });
    return withImage(layout(lying), async (image) => {
      await assert.rejects(verifyImage(image, ports), {
        code: 'digest-mismatch',
        message: /\S: layer 1 .*uncompressed.* is not what its digest says/,
      });
      assert.equal(image.problems.length, 1);
    });
  });

  test('a foreign layer is told, and the answer is not complete', () =>
    withImage(
      layout(
        buildImage({
          layers: [
            { files: 'a: one' },
            { files: 'b: two', stored: false, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' },
          ],
        }),
      ),
      async (image) => {
        const found = await verifyImage(image, ports);
        assert.equal(found.complete, false);
        assert.match(found.problems[0]?.message ?? '', /layer 2 could not be checked: its bytes are not here/);
      },
    ));

  test('a config with too few DiffIDs is not complete', () =>
    withImage(
      layout(buildImage({ layers: [{ files: 'a: one' }], configFile: { rootfs: { type: 'layers', diff_ids: [] } } })),
      async (image) => {
        const found = await verifyImage(image, ports);
        assert.equal(found.complete, false);
        assert.equal(found.layers[0]?.digestChecked, true);
        assert.match(found.problems[0]?.message ?? '', /states no DiffID/);
      },
    ));
});

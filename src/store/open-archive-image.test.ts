import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinBytes } from '../codec/join-bytes.ts';
import { writeTar } from '../codec/tar-writer.ts';
import type { BuiltImage, LayerItem } from '../testing/index.ts';
import { buildImage, memoryBlobs, testPorts, toJson, writeDockerArchive } from '../testing/index.ts';
import { openImage } from './open-image.ts';

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

test('where a docker-archive’s image layout and its manifest.json do not agree, that is told', async (context) => {
  const ports = await testPorts();
  context.after(() => ports.close());
  const image = buildImage({ layers: [{ files: 'a: one' }] });
  const other = buildImage({ layers: [{ files: 'other: x' }] });
  const whole = writeDockerArchive([{ image, names: ['a:1'] }], { form: 'layout' }).subarray(0, -1024);
  // Of two entries with one name the later one counts.
  const withIndex = async (...items: readonly LayerItem[]) => {
    await ports.files.write(ports.path('image.tar'), joinBytes([whole, writeTar(items)]));
    return ports.path('image.tar');
  };
  const index = (of: BuiltImage) => {
    const annotations = { 'io.containerd.image.name': 'docker.io/library/a:1' };
    return file('index.json', toJson({ schemaVersion: 2, manifests: [{ ...of.descriptor, annotations }] }));
  };
  const problemsOf = async (path: string) => {
    const opened = await openImage(path, SETTINGS, { ...ports, blobs: memoryBlobs() });
    await opened.close();
    assert.deepEqual(
      opened.layers.map((layer) => layer.diffId),
      image.diffIds,
    );
    return opened.problems.filter(({ kind }) => kind === 'layout-passed-over').map(({ message }) => message);
  };
  const blobs = [...other.blobs].map(([digest, bytes]) => file(`blobs/${digest.replace(':', '/')}`, bytes));
  assert.match((await problemsOf(await withIndex(index(other), ...blobs))).join(), /are of different images; what manifest\.json says/);
  assert.match((await problemsOf(await withIndex(index(other)))).join(), /can't be read: .*lacks blobs/);
  assert.match((await problemsOf(await withIndex(file('index.json', 'x')))).join(), /can't be read: .*not valid JSON/);
  assert.deepEqual(await problemsOf(await withIndex(index(image))), []);
});

function file(name: string, content: string | Uint8Array): LayerItem {
  return { name, type: 'file', body: typeof content === 'string' ? new TextEncoder().encode(content) : content };
}

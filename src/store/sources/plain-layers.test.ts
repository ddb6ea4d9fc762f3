import assert from 'node:assert/strict';
import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { PlainLayer } from '../../model/image.ts';
import type { TestPorts } from '../../testing/index.ts';
import { buildImage, gather, testPorts, trackFiles, writeDockerArchive, writeOciArchive, writeOciLayout } from '../../testing/index.ts';
import { openImage } from '../open-image.ts';
import type { SourceSettings } from '../source.ts';

const SETTINGS: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

const IMAGE = buildImage({
  layers: [
    { files: 'a: one', compression: 'none' },
    { files: 'b: two', compression: 'gzip' },
    { files: 'c: three', compression: 'none', mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' },
    { files: 'd: four', compression: 'zstd' },
  ],
});

let ports: TestPorts;
before(async () => {
  ports = await testPorts();
  await writeOciLayout([{ image: IMAGE }], ports.path('layout'));
  await writeFile(ports.path('oci.tar'), writeOciArchive([{ image: IMAGE }]));
  await writeFile(ports.path('packed.tar'), writeOciArchive([{ image: IMAGE }], { compression: 'gzip' }));
  await writeFile(ports.path('old.tar'), writeDockerArchive([{ image: IMAGE }], { form: 'old' }));
  await writeFile(ports.path('kept.tar'), writeDockerArchive([{ image: IMAGE }], { form: 'old', keepCompression: true }));
});
after(() => ports.close());

for (const [location, uncompressed, isNamed] of [
  ['oci:layout', [true, false, true, false], true],
  ['oci.tar', [true, false, true, false], true],
  ['packed.tar', [true, false, true, false], false],
  ['old.tar', [true, true, true, true], true],
  ['kept.tar', [true, false, true, false], true],
] as const) {
  test(`${location}: layers that lie uncompressed can be read in places, others not`, async () => {
    const tracked = trackFiles(ports.files);
    const image = await openAt(location, isNamed ? ports : { ...ports, files: tracked.files });
    const identities: (string | null)[] = [];
    for (const [i, layer] of image.layers.entries()) {
      const plain = (await layer.plain?.()) ?? null;
      assert.equal(plain !== null, uncompressed[i]);
      if (plain === null) continue;
      assert.deepEqual(await whole(plain), await gather(layer.open()));
      assert.equal(await plain.read(plain.size, new Uint8Array(9)), 0);
      assert.equal(plain.identity !== null, isNamed);
      identities.push(plain.identity);
      await plain.close();
    }
    if (isNamed) assert.equal(new Set(identities).size, identities.length);
    await image.close();
    assert.equal(tracked.open(), 0);
  });
}

describe('the identity of a layer in a file', () => {
  test('is the same as long as the file is not touched, and another once it is', async () => {
    const first = await identityIn('old.tar');
    assert.equal(await identityIn('old.tar'), first);
    await utimes(ports.path('old.tar'), new Date(0), new Date(0));
    const touched = await identityIn('old.tar');
    assert.notEqual(touched, first);
    await appendFile(ports.path('old.tar'), new Uint8Array(512));
    assert.notEqual(await identityIn('old.tar'), touched);
  });

  test('a blob of another size than its descriptor says is not read in places', async () => {
    await writeOciLayout([{ image: IMAGE }], ports.path('longer'));
    await appendFile(ports.path('longer', 'blobs', 'sha256', IMAGE.layers[0]?.digest.slice(7) ?? ''), new Uint8Array(512));
    const tracked = trackFiles(ports.files);
    const image = await openAt('oci:longer', { ...ports, files: tracked.files });
    assert.equal(await image.layers[0]?.plain?.(), null);
    assert.equal(tracked.open(), 0);
    await image.close();
  });
});

function openAt(location: string, its: TestPorts) {
  const [scheme, name] = location.includes(':') ? location.split(':') : [null, location];
  return openImage(scheme === null ? its.path(name ?? '') : `${scheme}:${its.path(name ?? '')}`, SETTINGS, its);
}

async function identityIn(name: string): Promise<string | null | undefined> {
  const image = await openAt(name, ports);
  const plain = await image.layers[0]?.plain?.();
  await image.close();
  return plain?.identity;
}

async function whole(plain: PlainLayer): Promise<Uint8Array> {
  const bytes = new Uint8Array(plain.size);
  assert.equal(await plain.read(0, bytes), plain.size);
  return bytes;
}

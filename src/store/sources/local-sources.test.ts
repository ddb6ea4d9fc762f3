import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { Image } from '../../model/image.ts';
import type { BuiltImage, Compression, TestPorts } from '../../testing/index.ts';
import { buildImage, gather, testPorts, writeDockerArchive, writeOciArchive, writeOciLayout } from '../../testing/index.ts';
import { openImage } from '../open-image.ts';
import type { SourceSettings } from '../source.ts';

const SETTINGS: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

/** One way to put an image on disk, and whether it keeps its manifest. */
interface Form {
  readonly name: string;
  readonly keepsManifest: boolean;
  /** Gives the location to open. */
  write(image: BuiltImage, ports: TestPorts): Promise<string>;
}

const ARCHIVE_COMPRESSIONS: readonly Compression[] = ['none', 'gzip', 'zstd'];

const FORMS: readonly Form[] = [
  ...ARCHIVE_COMPRESSIONS.flatMap((compression): readonly Form[] => [
    form('docker-archive', `old form, ${compression}`, false, (image) =>
      writeDockerArchive([{ image, names: ['web:1'] }], { form: 'old', compression }),
    ),
    form('docker-archive', `old form, compressed layers, ${compression}`, false, (image) =>
      writeDockerArchive([{ image, names: ['web:1'] }], { form: 'old', compression, keepCompression: true }),
    ),
    form('docker-archive', `with layout, ${compression}`, true, (image) =>
      writeDockerArchive([{ image, names: ['web:1'] }], { form: 'layout', compression }),
    ),
    form('oci-archive', compression, true, (image) => writeOciArchive([{ image, names: ['web:1'] }], { compression })),
  ]),
  {
    name: 'oci: folder',
    keepsManifest: true,
    async write(image, ports) {
      await writeOciLayout([{ image, names: ['web:1'] }], ports.path('layout'));
      return `oci:${ports.path('layout')}`;
    },
  },
];

function form(scheme: string, name: string, keepsManifest: boolean, write: (image: BuiltImage) => Uint8Array): Form {
  return {
    name: `${scheme}: ${name}`,
    keepsManifest,
    async write(image, ports) {
      await writeFile(ports.path('image.tar'), write(image));
      return `${scheme}:${ports.path('image.tar')}`;
    },
  };
}

function subject(compression: Compression): BuiltImage {
  const base = buildImage({
    compression,
    layers: [
      { files: 'etc/os-release: ID=debian\nbin/\nbin/sh (0755): #!\nlib -> usr/lib', createdBy: 'ADD rootfs.tar /' },
      { createdBy: 'CMD ["sh"]' },
    ],
    config: { Env: ['PATH=/bin'], Cmd: ['sh'] },
  });
  return buildImage({
    base,
    compression,
    layers: [
      { files: 'app/main: hello\netc/.wh.os-release', createdBy: 'COPY . /app' },
      { files: [], createdBy: 'RUN true' },
    ],
    config: { Labels: { a: 'b' } },
    annotations: { note: 'yes' },
  });
}

for (const compression of ['none', 'gzip', 'zstd'] as const) {
  describe(`layers ${compression}`, () => {
    let ports: TestPorts;
    before(async () => {
      ports = await testPorts();
    });
    after(() => ports.close());
    for (const given of FORMS) {
      test(given.name, async () => {
        const built = subject(compression);
        const location = await given.write(built, ports);
        const image = await openImage(location, SETTINGS, ports);
        try {
          assert.equal(image.location, location);
          await checkSame(image, built, given.keepsManifest);
        } finally {
          await image.close();
        }
      });
      test(`${given.name}, recognised without its scheme`, async () => {
        const built = subject(compression);
        const location = await given.write(built, ports);
        const image = await openImage(location.slice(location.indexOf(':') + 1), SETTINGS, ports);
        assert.equal(image.source, location.slice(0, location.indexOf(':')));
        assert.equal(image.configDigest, built.configDigest);
        await image.close();
      });
    }
  });
}

async function checkSame(image: Image, built: BuiltImage, keepsManifest: boolean): Promise<void> {
  assert.equal(image.reference, 'docker.io/library/web:1');
  assert.deepEqual(image.names, ['web:1']);
  assert.deepEqual(image.platform, { os: 'linux', architecture: 'amd64' });
  assert.equal(image.configDigest, built.configDigest);
  assert.equal(image.configVerified, true);
  assert.equal(image.manifestDigest, keepsManifest ? built.root : null);
  assert.deepEqual(
    image.problems.map((problem) => problem.kind),
    ['unchecked-layers'],
  );
  assert.deepEqual(image.config.diffIds, built.diffIds);
  assert.deepEqual(
    image.config.history.map((entry) => [entry.createdBy, entry.emptyLayer]),
    [
      ['ADD rootfs.tar /', false],
      ['CMD ["sh"]', true],
      ['COPY . /app', false],
      ['RUN true', false],
    ],
  );
  assert.deepEqual([image.config.env, image.config.cmd, image.config.labels], [['PATH=/bin'], ['sh'], { a: 'b' }]);
  assert.equal(image.layers.length, 3);
  for (const [i, layer] of image.layers.entries()) {
    assert.equal(layer.diffId, built.diffIds[i]);
    assert.equal(layer.descriptor?.digest ?? null, keepsManifest ? built.layers[i]?.digest : null);
    assert.deepEqual(await gather(layer.open()), built.layers[i]?.tar);
  }
  assert.deepEqual(image.problems, []);
  assert.deepEqual(await image.attachments(), []);
}

test('dir: refuses an empty folder, and what skopeo calls dir:, with the way to open it', async () => {
  const ports = await testPorts();
  try {
    await mkdir(ports.path('empty'));
    await mkdir(ports.path('skopeo'));
    await writeFile(ports.path('skopeo', 'version'), 'Directory Transport Version: 1.1\n');
    await writeFile(ports.path('skopeo', 'manifest.json'), '{}');
    await assert.rejects(openImage(`dir:${ports.path('empty')}`, SETTINGS, ports), { code: 'not-an-image' });
    for (const location of [`dir:${ports.path('skopeo')}`, ports.path('skopeo')])
      await assert.rejects(openImage(location, SETTINGS, ports), { code: 'unsupported', hint: /skopeo copy dir:/ });
  } finally {
    await ports.close();
  }
});

import assert from 'node:assert/strict';
import { link, mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { writeTar, writeTarHeader } from '../../codec/tar-writer.ts';
import { FromageError } from '../../model/error.ts';
import type { BuiltImage, LayerItem, TestPorts, TrackedFiles } from '../../testing/index.ts';
import {
  buildImage,
  chunked,
  compress,
  memoryBlobs,
  sha256,
  testPorts,
  toJson,
  trackFiles,
  writeDockerArchive,
  writeOciArchive,
  writeOciLayout,
} from '../../testing/index.ts';
import { openImage } from '../open-image.ts';
import type { SourceSettings } from '../source.ts';
import type { Verification } from '../verify-image.ts';
import { verifyImage } from '../verify-image.ts';

const SETTINGS: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const IMAGE = buildImage({
  layers: [{ files: 'a: one' }, { files: 'b: two', compression: 'none' }, { files: 'c: three', compression: 'zstd' }],
});

const made: TestPorts[] = [];
let ports: TestPorts;
let tracked: TrackedFiles;
beforeEach(async () => {
  ports = await testPorts();
  made.push(ports);
  tracked = trackFiles(ports.files);
});
after(() => Promise.all(made.map((item) => item.close())));

/** Opens and reads all of an image, and sees to it that nothing stays open or lies about. */
async function readWhole(location: string, settings: Partial<SourceSettings> = {}): Promise<Verification> {
  const before = await readdir(ports.folder);
  try {
    const image = await openImage(location, { ...SETTINGS, ...settings }, { ...ports, files: tracked.files, blobs: memoryBlobs() });
    return await verifyImage(image, ports).finally(() => image.close());
  } finally {
    assert.equal(tracked.open(), 0, 'something is still open');
    assert.deepEqual(await readdir(ports.folder), before);
  }
}

async function rejects(location: string, code: string, words: RegExp, settings: Partial<SourceSettings> = {}): Promise<void> {
  const failure: unknown = await readWhole(location, settings).catch((error: unknown) => error);
  assert.ok(failure instanceof FromageError, `${String(failure)} instead of ${code} ${words}`);
  assert.equal(failure.code, code, failure.message);
  assert.match(`${failure.message} ${failure.hint ?? ''}`, words);
}

async function write(bytes: Uint8Array, name = 'image.tar'): Promise<string> {
  await writeFile(ports.path(name), bytes);
  return ports.path(name);
}

const file = (name: string, body: Uint8Array | string): LayerItem => ({
  name,
  type: 'file',
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
});
const FORMS: Readonly<Record<string, (image: BuiltImage) => Uint8Array>> = {
  'docker-archive, old form': (image) => writeDockerArchive([{ image, names: ['a:1'] }], { form: 'old' }),
  'docker-archive with a layout': (image) => writeDockerArchive([{ image, names: ['a:1'] }], { form: 'layout' }),
  'oci-archive': (image) => writeOciArchive([{ image, names: ['a:1'] }]),
};

describe('an archive that was cut off', () => {
  const CUT: ReadonlySet<string> = new Set(['truncated', 'malformed', 'not-an-image', 'digest-mismatch']);
  for (const [name, form] of Object.entries(FORMS)) {
    for (const compression of ['none', 'gzip', 'zstd'] as const) {
      test(`${name}, ${compression}`, async () => {
        const bytes = compress(form(IMAGE), compression);
        const cuts = Array.from({ length: 24 }, (_, i) => Math.floor((bytes.length * i) / 24)).concat(bytes.length - 1, 1, 511, 512, 513);
        for (const cut of cuts.filter((at) => at < bytes.length)) {
          const location = await write(bytes.subarray(0, cut));
          const outcome = await readWhole(location).catch((error: unknown) => error);
          // What no image needs (the end mark, a legacy file) may be missing: then all that was read has been checked.
          if (outcome instanceof FromageError) assert.ok(CUT.has(outcome.code), `cut at ${cut}: ${outcome.code}: ${outcome.message}`);
          else assert.equal((outcome as Verification).complete, true, `cut at ${cut}: ${String(outcome)}`);
        }
      });
    }
  }

  test('through a pipe', async () => {
    const bytes = writeOciArchive([{ image: IMAGE, names: ['a:1'] }]);
    for (const cut of [0, 100, 600, Math.floor(bytes.length / 2)]) {
      const stdin = () => chunked(bytes.subarray(0, cut), 1000);
      const piped = trackFiles({ ...ports.files, stdin });
      await assert.rejects(
        openImage('-', SETTINGS, { ...ports, files: piped.files }),
        (error) => error instanceof FromageError && CUT.has(error.code),
      );
      assert.equal(piped.open(), 0);
    }
    assert.deepEqual(await readdir(ports.folder), []);
  });
});

describe('bytes that are not what their digest says', () => {
  /** The image with a byte of one blob changed, its length kept. */
  function spoil(digest: string): BuiltImage {
    const bytes = IMAGE.blobs.get(digest)?.slice() ?? new Uint8Array(0);
    const at = bytes.length - 20;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const layers = IMAGE.layers.map((layer) => (layer.digest === digest ? { ...layer, bytes } : layer));
    return { ...IMAGE, layers, blobs: new Map([...IMAGE.blobs, [digest, bytes]]) };
  }
  const [gzipped, plain, zstd] = IMAGE.layers.map((layer) => layer.digest);
  const parts = { manifest: IMAGE.root, config: IMAGE.configDigest, 'a gzip layer': gzipped, 'a plain layer': plain, 'a zstd layer': zstd };
  for (const [name, digest = ''] of Object.entries(parts)) {
    test(name, async () => {
      const spoilt = spoil(digest);
      const codes = /^(digest-mismatch|malformed)$/;
      await assert.rejects(readWhole(await write(writeOciArchive([{ image: spoilt, names: ['a:1'] }]))), { code: codes });
      await writeOciLayout([{ image: spoilt, names: ['a:1'] }], ports.path('layout'));
      await assert.rejects(readWhole(`oci:${ports.path('layout')}`), { code: codes });
    });
  }

  test('in a docker-archive: the config, and a layer by its DiffID', async () => {
    const items = (config: string, layer: Uint8Array) =>
      writeTar([
        file(`${IMAGE.configDigest.slice(7)}.json`, config),
        file('1/layer.tar', layer),
        file(
          'manifest.json',
          toJson([
            { Config: `${IMAGE.configDigest.slice(7)}.json`, RepoTags: ['a:1'], Layers: ['1/layer.tar', '1/layer.tar', '1/layer.tar'] },
          ]),
        ),
      ]);
    const config = new TextDecoder().decode(IMAGE.blobs.get(IMAGE.configDigest));
    const tar = IMAGE.layers[0]?.tar ?? new Uint8Array(0);
    await rejects(await write(items(`${config} `, tar)), 'digest-mismatch', /the config .* is not what its name says/);
    await rejects(await write(items(config, tar)), 'digest-mismatch', /layer 2 .*uncompressed.* is not what its digest says/);
  });
});

describe('a decompression bomb', () => {
  const limits = { maxBytes: 1_000_000, maxRatio: 20, ratioFrom: 100_000 };
  const zeros = new Uint8Array(4_000_000);

  test('as an archive', async () => {
    for (const bomb of [gzipSync(zeros), zstdCompressSync(zeros)]) {
      await rejects(`docker-archive:${await write(bomb)}`, 'too-large', /unpacks to more than 20 times its size/, {
        archiveLimits: limits,
      });
      await rejects(await write(bomb), 'too-large', /unpacks to more than 1000000 bytes/, { archiveLimits: { ...limits, maxRatio: 1e9 } });
    }
  });

  test('as a layer', async () => {
    for (const compression of ['gzip', 'zstd'] as const) {
      const image = buildImage({ layers: [{ tar: zeros, compression }] });
      for (const form of Object.values(FORMS)) {
        if (form === FORMS['docker-archive, old form']) continue;
        await rejects(await write(form(image)), 'too-large', /layer 1 .* unpacks to more than 20 times its size/, { layerLimits: limits });
      }
    }
  });

  test('within a bomb', async () => {
    await rejects(await write(gzipSync(gzipSync(zeros))), 'not-an-image', /is no tar/, { archiveLimits: limits });
  });
});

describe('sizes that are not so', () => {
  const huge = 10 * 1024 ** 3;

  test('an entry of 10 GB', async () => {
    const header = writeTarHeader({ name: 'manifest.json', type: 'file', size: huge });
    await rejects(await write(header), 'truncated', /ends within "manifest\.json"/);
    // All there, as a file with a hole: it is not read into memory.
    const path = await write(header);
    await truncate(path, huge + 4096);
    await rejects(`docker-archive:${path}`, 'too-large', /manifest\.json has 10737418240 bytes/);
  });

  test('an entry of more than there is', async () => {
    const header = writeTarHeader({ name: 'manifest.json', type: 'file', size: 2 ** 52 });
    await rejects(await write(header), 'truncated', /ends within/);
  });

  test('names that would fill the memory', async () => {
    const items = Array.from({ length: 70 }, (_, i): LayerItem => ({ name: `${i}/${'n'.repeat(1_000_000)}`, type: 'directory' }));
    await rejects(await write(new Uint8Array(zstdCompressSync(writeTar(items)))), 'too-large', /names in it are longer/);
  });

  test('descriptors of 10 GB', async () => {
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: IMAGE.configDigest, size: huge };
    await rejects(await write(writeOciArchive([{ image: buildImage({ manifest: { config } }) }])), 'too-large', /config .*10737418240/);
    const [layer] = IMAGE.layers;
    const lying = buildImage({ base: IMAGE, manifest: { layers: [{ mediaType: layer?.mediaType, digest: layer?.digest, size: huge }] } });
    await rejects(await write(writeOciArchive([{ image: lying }])), 'truncated', /ends after \d+ of its 10737418240 bytes/);
    const index = { schemaVersion: 2, manifests: [{ ...IMAGE.descriptor, size: huge }] };
    await rejects(await write(writeTar([file('index.json', toJson(index))])), 'too-large', /10737418240/);
  });

  test('a config with absurd numbers of things', async () => {
    const many = buildImage({ configFile: { history: Array.from({ length: 10_001 }, () => ({})) } });
    await rejects(await write(writeOciArchive([{ image: many }])), 'too-large', /history of config/);
    const long = buildImage({ config: { Env: ['x'.repeat(17 * 1024 * 1024)] } });
    await rejects(await write(writeOciArchive([{ image: long }])), 'too-large', /at most/);
  });
});

describe('paths that lead astray in an archive', () => {
  const table = (layer: string, config = 'c.json') =>
    file('manifest.json', toJson([{ Config: config, RepoTags: ['a:1'], Layers: [layer] }]));
  const config = file('c.json', toJson(buildImage({ layers: [{ files: 'a: b' }] }).config));
  const cases: readonly (readonly [string, readonly LayerItem[], string, RegExp])[] = [
    ['a layer above it', [table('../../etc/passwd'), config], 'malformed', /leads out of the archive/],
    ['a layer at the root', [table('/etc/passwd'), config], 'malformed', /leads out of the archive/],
    ['a config above it', [table('a', '../c.json'), config], 'malformed', /leads out of the archive/],
    [
      'manifest.json, a link to the host',
      [{ name: 'manifest.json', type: 'symlink', linkName: '/etc/passwd' }],
      'malformed',
      /leads out of the archive/,
    ],
    [
      'manifest.json, a link above it',
      [{ name: 'manifest.json', type: 'symlink', linkName: '../x' }],
      'malformed',
      /leads out of the archive/,
    ],
    [
      'manifest.json, a link to nothing',
      [{ name: 'manifest.json', type: 'symlink', linkName: 'x' }],
      'not-an-image',
      /neither manifest\.json nor index\.json/,
    ],
    [
      'a layer, a link to the host',
      [table('l'), config, { name: 'l', type: 'symlink', linkName: '/etc/passwd' }],
      'malformed',
      /leads out/,
    ],
    ['a layer, a hard link above it', [table('l'), config, { name: 'l', type: 'hardlink', linkName: '../l' }], 'malformed', /leads out/],
    [
      'links in a circle',
      [table('l'), config, { name: 'l', type: 'symlink', linkName: 'm' }, { name: 'm', type: 'symlink', linkName: 'l' }],
      'malformed',
      /go round in a circle/,
    ],
    ['a layer that is a folder', [table('l'), config, { name: 'l/', type: 'directory' }], 'malformed', /lacks l/],
    ['a layer that is a device', [table('l'), config, { name: 'l', type: 'char' }], 'malformed', /lacks l/],
  ];
  for (const [name, items, code, words] of cases) {
    test(name, async () => rejects(await write(writeTar(items)), code, words));
  }

  test('index.json, likewise', async () => {
    await rejects(await write(writeTar([{ name: 'index.json', type: 'symlink', linkName: '/etc/passwd' }])), 'malformed', /leads out/);
  });
});

describe('links in an image layout', () => {
  const blob = (digest: string) => ports.path('layout', 'blobs', 'sha256', digest.slice(7));
  beforeEach(() => writeOciLayout([{ image: IMAGE, names: ['a:1'] }], ports.path('layout')));

  test('within it are followed', async () => {
    await rename(blob(IMAGE.configDigest), ports.path('layout', 'elsewhere'));
    await symlink('../../elsewhere', blob(IMAGE.configDigest));
    assert.equal((await readWhole(`oci:${ports.path('layout')}`)).complete, true);
    await symlink('layout', ports.path('to-it'));
    assert.equal((await readWhole(`oci:${ports.path('to-it')}`)).complete, true);
  });

  test('out of it are not, wherever they stand', async () => {
    for (const path of [
      blob(IMAGE.configDigest),
      blob(IMAGE.root),
      blob(IMAGE.layers[0]?.digest ?? ''),
      ports.path('layout', 'index.json'),
      ports.path('layout', 'oci-layout'),
    ]) {
      await rename(path, ports.path('outside'));
      await symlink(ports.path('outside'), path);
      await rejects(`oci:${ports.path('layout')}`, 'malformed', /is a link that leads out of the image layout.*cp -rL/);
      await rm(path);
      await rename(ports.path('outside'), path);
    }
    await rename(ports.path('layout', 'blobs'), ports.path('blobs'));
    await symlink('../blobs', ports.path('layout', 'blobs'));
    await rejects(`oci:${ports.path('layout')}`, 'malformed', /leads out of the image layout/);
  });

  test('to devices, folders or themselves are no blobs', async () => {
    for (const target of ['/dev/zero', '..', IMAGE.configDigest.slice(7)]) {
      await rm(blob(IMAGE.configDigest), { force: true });
      await symlink(target, blob(IMAGE.configDigest));
      await assert.rejects(readWhole(`oci:${ports.path('layout')}`), { code: /^(not-found|io|malformed)$/ }, target);
    }
  });

  test('hard links are files like any other', async () => {
    await link(blob(IMAGE.configDigest), ports.path('hard'));
    assert.equal((await readWhole(`oci:${ports.path('layout')}`)).complete, true);
  });
});

describe('what holds several images, or none', () => {
  const other = buildImage({ layers: [{ files: 'other: x' }] });
  const two = [
    { image: IMAGE, names: ['a:1'] },
    { image: other, names: ['b:2'] },
  ];

  test('lists the choices', async () => {
    await rejects(await write(writeDockerArchive(two, { form: 'old' })), 'ambiguous', /holds 2 images .*a:1, b:2/);
    await rejects(await write(writeDockerArchive(two, { form: 'layout' })), 'ambiguous', /holds 2 images .*a:1, b:2/);
    await rejects(await write(writeOciArchive(two)), 'ambiguous', /holds 2 images .*a:1, b:2/);
    await writeOciLayout(two, ports.path('two'));
    await rejects(ports.path('two'), 'ambiguous', /holds 2 images .*a:1, b:2/);
    await rejects(`${ports.path('two')}:c`, 'not-found', /no image called c .*a:1, b:2/);
    assert.equal((await readWhole(`${ports.path('two')}:b:2`)).layers.length, 1);
    assert.equal((await readWhole(`${ports.path('two')}@0`)).layers.length, 3);
  });

  for (const form of ['old', 'layout'] as const) {
    test(`gives the one that is chosen, by tag, place or digest: docker-archive, ${form}`, async () => {
      const path = await write(writeDockerArchive(two, { form }));
      const config = other.configDigest.slice(0, 'sha256:'.length + 12);
      for (const choice of [':b:2', ':docker.io/library/b:2', '@1', `@${config}`, `@${other.configDigest}`])
        assert.deepEqual(
          (await readWhole(path + choice)).layers.map((layer) => layer.diffId),
          other.diffIds,
          choice,
        );
      for (const choice of [':b:3', '@2', `@sha256:${other.configDigest.slice(-12)}`])
        await rejects(path + choice, 'not-found', /no such image .*a:1, b:2/);
    });
  }

  const nothings: readonly (readonly [string, Uint8Array, string, RegExp])[] = [
    ['an empty file', new Uint8Array(0), 'not-an-image', /neither an image archive/],
    ['an empty tar', writeTar([]), 'not-an-image', /./],
    ['a tar of other things', writeTar([file('README', 'x')]), 'not-an-image', /neither manifest\.json nor index\.json/],
    ['an empty table', writeTar([file('manifest.json', '[]')]), 'not-an-image', /holds no image/],
    ['a table that is an object', writeTar([file('manifest.json', '{}')]), 'malformed', /is not a list of images/],
    ['a table of numbers', writeTar([file('manifest.json', '[7]')]), 'malformed', /names no config/],
    ['a table that is no JSON', writeTar([file('manifest.json', 'x')]), 'malformed', /is not valid JSON/],
    ['an index that is a list', writeTar([file('index.json', '[]')]), 'malformed', /is not a JSON object/],
    ['an index of nothing', writeTar([file('index.json', '{"manifests":[]}')]), 'not-an-image', /holds no image/],
    ['an old Docker’s tar', writeTar([file('repositories', '{}')]), 'unsupported', /older than 1\.10/],
    ['an xz', Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]), 'not-an-image', /./],
    ['text', new TextEncoder().encode('hello\n'.repeat(200)), 'not-an-image', /neither an image archive/],
  ];
  for (const [name, bytes, code, words] of nothings) test(name, async () => rejects(await write(bytes), code, words));

  test('an empty tar by its scheme', async () => {
    await rejects(`docker-archive:${await write(writeTar([]))}`, 'not-an-image', /neither manifest\.json nor index\.json/);
    await rejects(`docker-archive:${await write(Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]))}`, 'unsupported', /xz/);
  });

  test('a folder that is nothing', async () => {
    await mkdir(ports.path('nothing'));
    await rejects(ports.path('nothing'), 'not-an-image', /neither an image archive, an image layout nor a root file system/);
    await rejects(`oci:${ports.path('nothing')}`, 'not-an-image', /has no index\.json/);
    await rejects(`docker-archive:${ports.path('nothing')}`, 'io', /is a folder/);
    await rejects(`oci:${join(ports.folder, 'none')}`, 'not-found', /does not exist/);
  });

  test('a layout whose manifest names a blob of an unknown kind of digest', async () => {
    const index = { schemaVersion: 2, manifests: [{ ...IMAGE.descriptor, digest: 'md5:00' }] };
    await rejects(await write(writeTar([file('index.json', toJson(index))])), 'malformed', /no valid digest/);
    const missing = { schemaVersion: 2, manifests: [{ ...IMAGE.descriptor, digest: sha256(new Uint8Array(1)) }] };
    await rejects(await write(writeTar([file('index.json', toJson(missing))])), 'malformed', /lacks blobs\/sha256/);
  });
});

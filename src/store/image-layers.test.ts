import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { readImageConfig } from '../codec/image-config.ts';
import { readDescriptor } from '../codec/manifests.ts';
import { nodeHash } from '../platform/hash.ts';
import { nodeInflate } from '../platform/inflate.ts';
import { layerTar } from '../testing/layer-text.ts';
import { chunked, gather } from '../testing/streams.ts';
import { toJson } from '../testing/image-builder.ts';
import { makeLayers } from './image-layers.ts';

const PORTS = { hash: nodeHash, inflate: nodeInflate };
const TAR = layerTar(['a: one', `b: ${'x'.repeat(100_000)}`]);
const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';
const ZSTD = 'application/vnd.oci.image.layer.v1.tar+zstd';
const PLAIN = 'application/vnd.oci.image.layer.v1.tar';

const hash = (bytes: Uint8Array, algorithm = 'sha256') => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;

/** The one layer of a manifest that says these bytes are of this type, and a config that says they unpack to TAR. */
function layerOf(bytes: Uint8Array, mediaType: string, algorithm = 'sha256') {
  const descriptor = readDescriptor({ mediaType, digest: hash(bytes, algorithm), size: bytes.length }, 'it');
  const config = readImageConfig(toJson({ rootfs: { diff_ids: [hash(TAR, algorithm)] } }), 'it');
  const [layer] = makeLayers([descriptor], config, { open: () => chunked(bytes, 1000) }, PORTS).layers;
  assert.ok(layer !== undefined);
  return layer;
}

const half = TAR.length >> 1;
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

describe('a layer comes out as its tar', () => {
  const cases: readonly (readonly [name: string, bytes: Uint8Array, mediaType: string])[] = [
    ['plain', TAR, PLAIN],
    ['gzip', gzipSync(TAR), GZIP],
    ['zstd', zstdCompressSync(TAR), ZSTD],
    [
      'of several gzip members, as eStargz',
      Buffer.concat([gzipSync(TAR.subarray(0, half)), gzipSync(TAR.subarray(half)), gzipSync('')]),
      GZIP,
    ],
    [
      'of several zstd frames and skippable ones, as zstd:chunked',
      Buffer.concat([SKIPPABLE, zstdCompressSync(TAR.subarray(0, half)), SKIPPABLE, zstdCompressSync(TAR.subarray(half)), SKIPPABLE]),
      ZSTD,
    ],
    ['with zeros behind it', Buffer.concat([gzipSync(TAR), new Uint8Array(700)]), GZIP],
    ['plain, though said to be gzip', TAR, GZIP],
    ['gzip, though said to be plain', gzipSync(TAR), PLAIN],
    ['zstd, though said to be gzip', zstdCompressSync(TAR), GZIP],
    ['of an old tool’s type', gzipSync(TAR), 'application/octet-stream'],
  ];
  for (const [name, bytes, mediaType] of cases) {
    test(name, async () => assert.deepEqual(await gather(layerOf(bytes, mediaType).open()), TAR));
  }

  test('with digests of another algorithm', async () => {
    for (const algorithm of ['sha384', 'sha512']) assert.deepEqual(await gather(layerOf(gzipSync(TAR), GZIP, algorithm).open()), TAR);
  });
});

describe('a layer that is not what it should be', () => {
  test('compressed in a way that is not read', async () => {
    const xz = Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2, 3]);
    await assert.rejects(gather(layerOf(xz, GZIP).open()), { code: 'unsupported', message: /compressed with xz/ });
  });

  test('right as stored, and another when unpacked', async () => {
    const other = layerTar('c: d');
    await assert.rejects(gather(layerOf(gzipSync(other), GZIP).open()), { code: 'digest-mismatch', message: /layer 1 .*uncompressed/ });
  });

  test('with something behind its end', async () => {
    const trailing = Buffer.concat([gzipSync(TAR), Buffer.from('garbage')]);
    await assert.rejects(gather(layerOf(trailing, GZIP).open()), { code: 'malformed' });
  });
});

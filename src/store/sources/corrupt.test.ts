import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FromageError } from '../../model/error.ts';
import type { Image } from '../../model/image.ts';
import type { Files } from '../../ports/index.ts';
import { buildImage, compress, memoryBlobs, trackFiles, writeDockerArchive, writeOciArchive } from '../../testing/index.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testStorePorts } from '../../testing/store-ports.ts';
import { openImage } from '../open-image.ts';
import { verifyImage } from '../verify-image.ts';

const SETTINGS = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
const IMAGE = buildImage({
  layers: [{ files: 'a: one' }, { files: 'b: two', compression: 'none' }, { files: 'c: three', compression: 'zstd' }],
});
const NAMED = [{ image: IMAGE, names: ['a:1'] }];

const FORMS: Readonly<Record<string, Uint8Array>> = {
  'docker-archive, old form': writeDockerArchive(NAMED, { form: 'old' }),
  'docker-archive with a layout': writeDockerArchive(NAMED, { form: 'layout' }),
  'oci-archive': writeOciArchive(NAMED),
  'oci-archive, gzip': compress(writeOciArchive(NAMED), 'gzip'),
  'oci-archive, zstd': compress(writeOciArchive(NAMED), 'zstd'),
};

/** Equal numbers each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A few bytes changed, in runs, as bad disks and bad people do. */
function corrupt(bytes: Uint8Array, next: () => number): Uint8Array {
  const changed = bytes.slice();
  for (let times = 1 + Math.floor(next() * 3); times > 0; times -= 1) {
    const at = Math.floor(next() * changed.length);
    const length = next() < 0.7 ? 1 : Math.floor(next() * 64);
    for (let i = at; i < Math.min(at + length, changed.length); i += 1) changed[i] = Math.floor(next() * 256);
  }
  return changed;
}

async function readWhole(files: Files): Promise<Image> {
  const image = await openImage('docker-archive:/image.tar', SETTINGS, testStorePorts({ files, blobs: memoryBlobs() }));
  await verifyImage(image, testStorePorts()).finally(() => image.close());
  return image;
}

describe('an archive with changed bytes is refused with an error of ours, or every layer of it is what it says', () => {
  for (const [name, bytes] of Object.entries(FORMS)) {
    test(name, async () => {
      const next = random(name.length);
      let refused = 0;
      for (let round = 0; round < 150; round += 1) {
        const tracked = trackFiles(memoryFiles({ '/image.tar': corrupt(bytes, next) }));
        const outcome: unknown = await readWhole(tracked.files).catch((error: unknown) => error);
        assert.equal(tracked.open(), 0, `round ${round} leaves something open`);
        if (!(outcome instanceof Error)) continue;
        assert.ok(outcome instanceof FromageError, `round ${round}: ${outcome.stack}`);
        assert.ok(outcome.message.length < 1000);
        refused += 1;
      }
      assert.ok(refused > 20, `${refused} were refused`);
    });
  }
});

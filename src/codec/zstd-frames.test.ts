import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { FromageError } from '../model/error.ts';
import { splitZstdFrames } from './zstd-frames.ts';

const SKIPPABLE = new Uint8Array([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
const EMPTY_SKIPPABLE = new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);

function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = 1; i < length; i += 1) {
    x = (x * 1103515245 + 12345) % 2147483648;
    bytes[i] = x >>> 16;
  }
  return bytes;
}

const CONTENTS = [new Uint8Array(0), new TextEncoder().encode('one'), new Uint8Array(300_000), noise(400_000)];

for (const checksum of [0, 1]) {
  const frames = CONTENTS.map(
    (content) => new Uint8Array(zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: checksum } })),
  );
  const file = new Uint8Array(Buffer.concat([SKIPPABLE, ...frames.flatMap((frame) => [frame, EMPTY_SKIPPABLE, SKIPPABLE])]));

  test(`each frame comes out whole, whatever the chunks are (checksum ${checksum})`, () => {
    for (const size of [1, 3, 4, 1000, file.length]) {
      const splitter = splitZstdFrames();
      const out: Uint8Array[] = [];
      for (let at = 0; at < file.length; at += size) {
        for (const piece of splitter.split(file.subarray(at, at + size))) out.push(piece.slice());
      }
      assert.equal(splitter.complete(), true);
      assert.deepEqual(new Uint8Array(Buffer.concat(out)), new Uint8Array(Buffer.concat(frames)), `chunks of ${size}`);
    }
  });

  test(`no piece reaches over the end of a frame (checksum ${checksum})`, () => {
    let current: Uint8Array[] = [];
    const decoded: Uint8Array[] = [];
    for (const piece of splitZstdFrames().split(file)) {
      current.push(piece);
      try {
        decoded.push(new Uint8Array(zstdDecompressSync(Buffer.concat(current))));
        current = [];
      } catch {
        // Not whole yet.
      }
    }
    assert.deepEqual(decoded, CONTENTS);
  });

  test(`a file cut anywhere but between frames is not complete (checksum ${checksum})`, () => {
    const bounds = new Set([0]);
    for (const part of [SKIPPABLE, ...frames.flatMap((frame) => [frame, EMPTY_SKIPPABLE, SKIPPABLE])])
      bounds.add(Math.max(...bounds) + part.length);
    for (let cut = 0; cut < file.length; cut += cut < 200 || file.length - cut < 200 ? 1 : 997) {
      const splitter = splitZstdFrames();
      splitter.split(file.subarray(0, cut));
      assert.equal(splitter.complete(), bounds.has(cut), `at ${cut}`);
    }
  });
}

test('what is no frame is malformed', () => {
  const isMalformed = (error: unknown) => error instanceof FromageError && error.code === 'malformed';
  assert.throws(() => splitZstdFrames().split(new TextEncoder().encode('garbage')), isMalformed);
  const frame = zstdCompressSync(Buffer.from('one'));
  assert.throws(() => splitZstdFrames().split(Buffer.concat([frame, Buffer.from('trailing')])), isMalformed);
  const reserved = new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x03, 0x07, 0, 0]);
  assert.throws(() => splitZstdFrames().split(reserved), isMalformed);
});

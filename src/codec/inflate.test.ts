import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { FromageError } from '../model/error.ts';
import { inflateRaw, inflateZlib } from './inflate.ts';

const LARGE = 1 << 24;

/** Bytes with repeats near and far, and a part that does not compress. */
function sample(size: number): Uint8Array {
  let seed = 7;
  return Uint8Array.from({ length: size }, (_, i) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return i % 5000 < 4000 ? (i * i) % 97 : seed >> 16;
  });
}

test('agrees with zlib: stored, fixed and dynamic blocks, and every level', () => {
  for (const size of [0, 1, 300, 70_000, 1_000_000]) {
    const bytes = sample(size);
    for (const options of [
      { level: 0 },
      { level: 1 },
      { level: 9 },
      { strategy: constants.Z_FIXED },
      { strategy: constants.Z_HUFFMAN_ONLY },
    ]) {
      assert.deepEqual(inflateRaw(deflateRawSync(bytes, options), LARGE), bytes);
      assert.deepEqual(inflateZlib(deflateSync(bytes, options), LARGE), bytes);
    }
  }
});

test('agrees with zlib on anything', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.integer({ min: 1, max: 300 }))), (parts) => {
      const bytes = Uint8Array.from(parts.flatMap(([part, times]) => Array.from({ length: times }, () => [...part]).flat()));
      assert.deepEqual(inflateRaw(deflateRawSync(bytes), LARGE, 0), bytes);
    }),
  );
});

test('a bomb stops at its bound', () => {
  const bomb = deflateRawSync(new Uint8Array(10_000_000));
  assert.throws(() => inflateRaw(bomb, 1_000_000), /over 1000000 bytes when inflated/);
  assert.equal(inflateRaw(bomb, 10_000_000).length, 10_000_000);
});

test('what is cut or damaged is an error of the file, and never anything else', () => {
  const whole = deflateSync(sample(3000));
  for (let size = 0; size < whole.length; size += 7) assert.throws(() => inflateZlib(whole.subarray(0, size), LARGE), FromageError);
  let survived = 0;
  const right = inflateZlib(whole, LARGE);
  for (let at = 0; at < whole.length; at += 1) {
    const bent = Uint8Array.from(whole);
    bent[at] = (bent[at] ?? 0) ^ 0x10;
    try {
      assert.deepEqual(inflateZlib(bent, LARGE), right);
      survived += 1;
    } catch (error) {
      assert.ok(error instanceof FromageError, String(error));
    }
  }
  assert.ok(survived <= 1, 'the bits between the last code and the sum');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      try {
        inflateRaw(noise, 100_000);
      } catch (error) {
        assert.ok(error instanceof FromageError);
      }
    }),
  );
});

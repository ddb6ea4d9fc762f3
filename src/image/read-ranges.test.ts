import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Layer } from '../model/image.ts';
import { readRanges, type TarRange } from './read-ranges.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);

/** A layer of these bytes, as a stream in chunks of a size, or in places. */
function layerOf(chunk: number | 'plain', bytes = BYTES): Layer & { readonly ended: () => boolean } {
  let isEnded = false;
  return {
    diffId: null,
    descriptor: null,
    size: null,
    available: true,
    async *open() {
      if (chunk === 'plain') throw new Error('it lies there uncompressed');
      const buffer = new Uint8Array(chunk);
      for (let at = 0; at < bytes.length; at += chunk) {
        const part = bytes.subarray(at, at + chunk);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
        buffer.fill(255);
      }
      isEnded = true;
    },
    ...(chunk === 'plain' ? { plain: async () => plainOf(bytes) } : {}),
    ended: () => isEnded,
  };
}

function plainOf(bytes: Uint8Array) {
  return {
    size: bytes.length,
    identity: null,
    async read(offset: number, into: Uint8Array) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
    close: async () => {},
  };
}

async function read(layer: Layer, ranges: readonly TarRange[]): Promise<readonly (readonly number[])[]> {
  const found: number[][] = ranges.map(() => []);
  for await (const { at, bytes } of readRanges(layer, ranges)) found[at]?.push(...bytes);
  return found;
}

const RANGES: readonly TarRange[] = [
  { offset: 700, size: 300 },
  { offset: 5, size: 0 },
  { offset: 0, size: 7 },
  { offset: 7, size: 1 },
  { offset: 512, size: 100 },
];

for (const chunk of [1, 7, 512, 4096, 'plain'] as const) {
  describe(`chunks of ${chunk}`, () => {
    test('each range is read whole, in whatever order they are asked for', async () => {
      const expected = RANGES.map(({ offset, size }) => [...BYTES.subarray(offset, offset + size)]);
      assert.deepEqual(await read(layerOf(chunk), RANGES), expected);
    });

    test('one beyond the end is told', async () => {
      await assert.rejects(read(layerOf(chunk), [{ offset: 990, size: 11 }]), /ends within a file/);
    });
  });
}

test('a stream is read to its end, where its digest is checked', async () => {
  const layer = layerOf(7);
  await read(layer, [{ offset: 0, size: 1 }]);
  assert.ok(layer.ended());
  const unread = layerOf(7);
  await read(unread, []);
  assert.equal(unread.ended(), false);
});

import { FromageError } from '../model/error.ts';
import type { Layer, PlainLayer } from '../model/image.ts';

/** A stretch of a layer's uncompressed tar: a file's body, by the offset that its analysis has. */
export interface TarRange {
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
}

/** The next bytes of a range; `at` is its place among those asked for. */
export interface RangeChunk {
  readonly at: number;
  /** Not to be kept. */
  readonly bytes: Uint8Array;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Reads stretches of a layer, each but once: where it lies uncompressed in a file, in places, unchecked; else in one pass over all of
 * it, to its end. Only when this has come to its end the bytes are known to be what the layer's digests say. Ranges must not overlap.
 * Throws as Layer.open does, and `truncated`.
 */
export async function* readRanges(layer: Layer, ranges: readonly TarRange[]): AsyncGenerator<RangeChunk, void, undefined> {
  const order = [...ranges.entries()].filter(([, { size }]) => size > 0).sort(([, a], [, b]) => a.offset - b.offset);
  if (order.length === 0) return;
  const plain = (await layer.plain?.()) ?? null;
  if (plain === null) return yield* readStream(layer, order);
  try {
    for (const [at, range] of order) yield* readPlaced(plain, at, range);
  } finally {
    await plain.close();
  }
}

async function* readPlaced(plain: PlainLayer, at: number, { offset, size }: TarRange): AsyncGenerator<RangeChunk, void, undefined> {
  const buffer = new Uint8Array(Math.min(size, CHUNK_BYTES));
  for (let done = 0; done < size; ) {
    const count = await plain.read(offset + done, buffer.subarray(0, Math.min(buffer.length, size - done)));
    if (count === 0) throw cut();
    yield { at, bytes: buffer.subarray(0, count) };
    done += count;
  }
}

async function* readStream(layer: Layer, order: readonly (readonly [number, TarRange])[]): AsyncGenerator<RangeChunk, void, undefined> {
  let [start, next] = [0, 0];
  for await (const chunk of layer.open()) {
    const end = start + chunk.length;
    for (let current = order[next]; current !== undefined; current = order[next]) {
      const [at, { offset, size }] = current;
      const [from, to] = [Math.max(offset, start), Math.min(offset + size, end)];
      if (from < to) yield { at, bytes: chunk.subarray(from - start, to - start) };
      if (offset + size > end) break;
      next += 1;
    }
    start = end;
  }
  if (next < order.length) throw cut();
}

function cut(): FromageError {
  return new FromageError('truncated', 'the layer ends within a file that is to be read');
}

import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, Inflate } from '../ports/index.ts';

/** Bounds on what may come out of compressed bytes. */
export interface InflateLimits {
  /** Bytes in all. */
  readonly maxBytes: number;
  /** Bytes out per byte in, looked at once more than `ratioFrom` bytes came out. */
  readonly maxRatio: number;
  readonly ratioFrom: number;
}

const MIB = 1024 * 1024;

/** Layers: generous, since a layer may hold a sparse disk image; gzip itself cannot pass 1032 to 1. */
export const LAYER_LIMITS: InflateLimits = { maxBytes: 128 * 1024 * MIB, maxRatio: 400, ratioFrom: 2048 * MIB };
/** Whole archives, which are spooled to disk. */
export const ARCHIVE_LIMITS: InflateLimits = { maxBytes: 64 * 1024 * MIB, maxRatio: 200, ratioFrom: 1024 * MIB };

/**
 * The bytes unpacked, as their first bytes say they are packed; plain bytes are passed on. `what` names them in errors.
 * Throws `too-large` over the limits, `unsupported` for xz, bzip2 and zip, `malformed` and `truncated` as Inflate does.
 */
export async function* decompress(stored: ByteStream, what: string, limits: InflateLimits, inflate: Inflate): ByteStream {
  const tally = { stored: 0 };
  const { head, rest } = await peek(counted(stored, tally));
  const packing = sniffPacking(head);
  if (packing !== 'none' && packing !== 'gzip' && packing !== 'zstd') {
    await rest.return(undefined);
    throw new FromageError('unsupported', `${what} is compressed with ${packing}; gzip and zstd are read`, {
      hint: 'unpack it, or pack it anew with gzip',
    });
  }
  const whole = prepend(head, rest);
  const plain = packing === 'none' ? whole : inflate[packing](whole);
  let count = 0;
  for await (const chunk of plain) {
    count += chunk.length;
    if (count > limits.maxBytes) throw new FromageError('too-large', `${what} unpacks to more than ${limits.maxBytes} bytes`);
    if (packing !== 'none' && count > limits.ratioFrom && count > tally.stored * limits.maxRatio) {
      throw new FromageError('too-large', `${what} unpacks to more than ${limits.maxRatio} times its size, as a decompression bomb does`);
    }
    yield chunk;
  }
}

async function* counted(stream: ByteStream, tally: { stored: number }): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of stream) {
    tally.stored += chunk.length;
    yield chunk;
  }
}

/** The first bytes (a copy of its own, at least MAGIC_LENGTH unless the stream ends before) and what follows them. */
async function peek(stream: AsyncGenerator<Uint8Array, void, undefined>): Promise<{ head: Uint8Array; rest: typeof stream }> {
  let head = new Uint8Array(0);
  while (head.length < MAGIC_LENGTH) {
    const next = await stream.next();
    if (next.done === true) break;
    const joined = new Uint8Array(head.length + next.value.length);
    joined.set(head);
    joined.set(next.value, head.length);
    head = joined;
  }
  return { head, rest: stream };
}

/** Who stops at the head must close the rest too: it has been started, and `yield*` was not reached yet. */
async function* prepend(head: Uint8Array, rest: AsyncGenerator<Uint8Array, void, undefined>): ByteStream {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

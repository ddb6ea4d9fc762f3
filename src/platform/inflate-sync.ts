import type { Transform } from 'node:stream';
import { constants } from 'node:zlib';
import type { ByteStream } from '../ports/index.ts';
import { inflateError, noBytes } from './inflate-errors.ts';

/** The synchronous half of node:zlib: no docs, yet the same in every Node from 20 to 26 (docs/dependencies.md). */
interface SyncHandle {
  writeSync(flush: number, from: Uint8Array, at: number, size: number, into: Uint8Array, intoAt: number, room: number): void;
  onerror: (message: string, errno: number, code: string) => void;
}

interface SyncCodec {
  readonly handle: SyncHandle;
  /** After a write: room left in the output, bytes left of the input. */
  readonly left: Uint32Array;
}

/** What comes out at a time. Bytes; Node's own 16 KB halve the speed. */
const OUT_BYTES = 256 * 1024;

/** The transform's synchronous half, or null where this Node has none. */
export function findSyncCodec(transform: Transform): SyncCodec | null {
  const { _handle: handle, _writeState: left } = transform as { _handle?: Partial<SyncHandle> | null; _writeState?: unknown };
  if (typeof handle?.writeSync !== 'function' || !('onerror' in handle) || !(left instanceof Uint32Array)) return null;
  return { handle: handle as SyncHandle, left };
}

/** Inflates in the same turn as a chunk comes: no queue, no thread pool, one output buffer. Destroys the transform at the end. */
export async function* inflateSync(format: 'gzip' | 'zstd', transform: Transform, codec: SyncCodec, stored: ByteStream): ByteStream {
  const out = new Uint8Array(OUT_BYTES);
  const { handle, left } = codec;
  let failure: string | null = null;
  handle.onerror = (_message, _errno, code) => {
    failure ??= code;
  };
  const turn = (chunk: Uint8Array, at: number, flush: number): { made: number; at: number; isFull: boolean } => {
    handle.writeSync(flush, chunk, at, chunk.length - at, out, 0, out.length);
    if (failure !== null) throw inflateError(format, { code: failure });
    const [room = 0, rest = 0] = left;
    return { made: out.length - room, at: chunk.length - rest, isFull: room === 0 };
  };
  let isEmpty = true;
  let isPadding = false;
  try {
    for await (const chunk of stored) {
      isEmpty = isEmpty && chunk.length === 0;
      // Read on over the padding, so that the stored bytes are verified to their end.
      for (let at = 0, more = chunk.length > 0 && !isPadding; more; ) {
        const step = turn(chunk, at, constants.Z_NO_FLUSH);
        if (step.made > 0) yield out.subarray(0, step.made);
        // Only zeros after a gzip member are left lying: whatever else follows is taken for the next member.
        isPadding = !step.isFull && step.at < chunk.length && step.at === at && step.made === 0;
        more = !isPadding && (step.isFull || step.at < chunk.length);
        at = step.at;
      }
    }
    if (isEmpty) throw noBytes(format);
    // Where a member is not at its end this fails. For zstd it tells nothing; its frames are counted by who feeds it.
    if (format === 'gzip') turn(new Uint8Array(0), 0, constants.Z_FINISH);
  } finally {
    transform.destroy();
  }
}

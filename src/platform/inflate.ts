import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { splitZstdFrames } from '../codec/zstd-frames.ts';
import type { ByteStream, Inflate } from '../ports/index.ts';
import { cutOff, noBytes } from './inflate-errors.ts';
import { inflateStream } from './inflate-stream.ts';
import { findSyncCodec, inflateSync } from './inflate-sync.ts';

/** Inflate over node:zlib: synchronously where this Node can, else through its streams. */
export const nodeInflate: Inflate = {
  gzip: (stored) => inflateGzip(stored, inflateBest),
  zstd: (stored) => inflateZstd(stored, inflateBest),
};

/** Inflate over node:zlib's streams alone: what nodeInflate falls back to. */
export const streamInflate: Inflate = {
  gzip: (stored) => inflateGzip(stored, inflateStream),
  zstd: (stored) => inflateZstd(stored, inflateStream),
};

type Way = (format: 'gzip' | 'zstd', transform: Transform, stored: ByteStream) => ByteStream;

const STREAM_CHUNK = { chunkSize: 256 * 1024 };

/** Nothing is made before the first chunk is asked for: a stream that nobody reads must leave nothing behind. */
async function* inflateGzip(stored: ByteStream, way: Way): ByteStream {
  yield* way('gzip', createGunzip(STREAM_CHUNK), stored);
}

async function* inflateZstd(stored: ByteStream, way: Way): ByteStream {
  yield* way('zstd', createZstdDecompress(STREAM_CHUNK), atFrameEnds(stored));
}

function inflateBest(format: 'gzip' | 'zstd', transform: Transform, stored: ByteStream): ByteStream {
  const codec = findSyncCodec(transform);
  return codec === null ? inflateStream(format, transform, stored) : inflateSync(format, transform, codec, stored);
}

/**
 * Node's zstd decoder drops what follows the end of a frame within one write, without a word (measured on 22 to 24), so
 * writes are made to end where frames do. It also takes a file cut within a frame's header as whole.
 */
async function* atFrameEnds(stored: ByteStream): ByteStream {
  const frames = splitZstdFrames();
  let isEmpty = true;
  for await (const chunk of stored) {
    isEmpty = isEmpty && chunk.length === 0;
    yield* frames.split(chunk);
  }
  if (isEmpty) throw noBytes('zstd');
  if (!frames.complete()) throw cutOff('zstd');
}

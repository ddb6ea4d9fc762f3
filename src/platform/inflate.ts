import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { splitZstdFrames } from '../codec/zstd-frames.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, Inflate } from '../ports/index.ts';

/** Node's own 16 KB halve the speed. */
const CHUNK_BYTES = 256 * 1024;

/** Inflate over node:zlib's streams. */
export const nodeInflate: Inflate = {
  gzip: (stored) => inflateThrough('gzip', createGunzip({ chunkSize: CHUNK_BYTES }), stored),
  zstd: (stored) => inflateThrough('zstd', createZstdDecompress({ chunkSize: CHUNK_BYTES }), atFrameEnds(stored)),
};

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
  if (isEmpty || !frames.complete()) throw truncated('zstd');
}

async function* inflateThrough(format: string, transform: Transform, stored: ByteStream): ByteStream {
  const failure = { cause: null as unknown };
  // Kept to the very end: an error nobody listens for would end the program.
  transform.on('error', (error) => {
    failure.cause ??= error;
  });
  const feeding = feed(transform, stored).catch((error: unknown) => {
    failure.cause ??= error;
    transform.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of transform) yield chunk;
    await feeding;
    if (failure.cause !== null) throw failure.cause;
  } catch (error) {
    throw inflateError(format, failure.cause ?? error);
  } finally {
    transform.destroy();
    await feeding;
  }
}

/** Each chunk is done with before the next is asked for, since the one who gives them uses their memory again. */
async function feed(transform: Transform, stored: ByteStream): Promise<void> {
  const ended = watchEnd(transform);
  let any = false;
  for await (const chunk of stored) {
    any = any || chunk.length > 0;
    // Padding after the last gzip member: read on, so that the stored bytes are verified to their end.
    if (ended() || chunk.length === 0) continue;
    await new Promise<void>((resolve, reject) => {
      transform.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
  if (!any) throw new FromageError('truncated', 'compressed data without a single byte');
  transform.end();
}

/** Node ends the stream at padding after gzip data, and fails when it is written to after that. */
function watchEnd(transform: Transform): () => boolean {
  let ended = false;
  const push = transform.push.bind(transform);
  transform.push = (chunk: unknown, encoding?: BufferEncoding) => {
    ended = ended || chunk === null;
    return push(chunk, encoding);
  };
  return () => ended;
}

function inflateError(format: string, error: unknown): unknown {
  if (error instanceof FromageError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return truncated(format);
  const isData = code.startsWith('Z_') || code.startsWith('ZSTD_');
  return isData ? new FromageError('malformed', `the ${format} data is damaged`, { cause: error }) : error;
}

function truncated(format: string): FromageError {
  return new FromageError('truncated', `the ${format} data ends too soon`);
}

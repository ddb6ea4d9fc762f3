import type { Transform } from 'node:stream';
import { finished } from 'node:stream';
import type { ByteStream } from '../ports/index.ts';
import { inflateError, noBytes } from './inflate-errors.ts';

/** Inflates through the stream as it is documented: slower, for a Node without the synchronous half. Destroys it at the end. */
export async function* inflateStream(format: 'gzip' | 'zstd', transform: Transform, stored: ByteStream): ByteStream {
  const failure = { cause: null as unknown };
  const ended = watchEnd(transform, failure);
  const feeding = feed(format, transform, stored, ended).catch((error: unknown) => {
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

interface End {
  /** Whether it takes no more: it failed, was left, or met padding after gzip data, where Node ends it. */
  readonly reached: () => boolean;
  /** Fulfilled at once then. A write that was under way is never called back in that case. */
  readonly closed: Promise<void>;
}

function watchEnd(transform: Transform, failure: { cause: unknown }): End {
  let reached = false;
  const push = transform.push.bind(transform);
  transform.push = (chunk: unknown, encoding?: BufferEncoding) => {
    reached = reached || chunk === null;
    return push(chunk, encoding);
  };
  const closed = new Promise<void>((resolve) => {
    finished(transform, (error) => {
      if (error && !transform.readableEnded) failure.cause ??= error;
      reached = true;
      resolve();
    });
  });
  // Kept to the very end: an error nobody listens for would end the program.
  transform.on('error', (error) => {
    failure.cause ??= error;
  });
  return { reached: () => reached, closed };
}

/** Each chunk is done with before the next is asked for, since the one who gives them uses their memory again. */
async function feed(format: string, transform: Transform, stored: ByteStream, end: End): Promise<void> {
  let isEmpty = true;
  for await (const chunk of stored) {
    isEmpty = isEmpty && chunk.length === 0;
    if (transform.destroyed) return;
    if (end.reached() || chunk.length === 0) continue;
    await Promise.race([end.closed, new Promise<void>((resolve) => transform.write(chunk, () => resolve()))]);
  }
  if (isEmpty) throw noBytes(format);
  transform.end();
}

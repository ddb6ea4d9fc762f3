import type { ByteStream, Progress } from '../ports/index.ts';

/** Passes the stream on and tells how far it has come. `total` in bytes, or null. */
export async function* metered(stream: ByteStream, label: string, total: number | null, progress: Progress): ByteStream {
  const task = progress.start(label, total);
  try {
    for await (const chunk of stream) {
      task.advance(chunk.length);
      yield chunk;
    }
  } finally {
    task.done();
  }
}

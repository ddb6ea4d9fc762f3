import type { ByteStream, RandomAccess } from '../ports/index.ts';

/**
 * Bytes as a stream of chunks of this size. The buffer is used again and overwritten between turns, so that a consumer
 * that keeps a chunk is found out.
 */
export async function* chunked(bytes: Uint8Array, size = 64 * 1024): ByteStream {
  const buffer = new Uint8Array(Math.min(size, bytes.length));
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
    buffer.fill(0xa5);
  }
}

/** A whole stream as one array. */
export async function gather(stream: ByteStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk.slice());
  return new Uint8Array(Buffer.concat(chunks));
}

/** A file in memory that counts what is read of it. */
export interface MemoryFile extends RandomAccess {
  readonly bytesRead: () => number;
  readonly isClosed: () => boolean;
}

export function memoryFile(bytes: Uint8Array): MemoryFile {
  let bytesRead = 0;
  let closed = false;
  return {
    size: bytes.length,
    bytesRead: () => bytesRead,
    isClosed: () => closed,
    read: async (offset, into) => {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      bytesRead += part.length;
      return part.length;
    },
    close: async () => {
      closed = true;
    },
  };
}

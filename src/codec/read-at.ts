import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';

/** `size` bytes from `offset` on. Throws `truncated` where there are fewer, `too-large` over `maxBytes`. */
export async function readRange(file: ReadAt, offset: number, size: number, what: string, maxBytes: number = size): Promise<Uint8Array> {
  if (size > maxBytes) throw new FromageError('too-large', `${what} has ${size} bytes; at most ${maxBytes} are read`);
  if (!isWithin(file, offset, size)) throw new FromageError('truncated', `${what} lies beyond the end of the file`);
  const bytes = new Uint8Array(size);
  const count = await file.read(offset, bytes);
  if (count < size) throw new FromageError('truncated', `${what} ends too soon`);
  return bytes;
}

/** Whether all of it lies in the file; offsets out of a file may be anything. */
export function isWithin(file: ReadAt, offset: number, size: number): boolean {
  return Number.isSafeInteger(offset) && Number.isSafeInteger(size) && offset >= 0 && size >= 0 && offset + size <= file.size;
}

/** A stretch of a file as a file. */
export function windowOf(file: ReadAt, offset: number, size: number): ReadAt {
  const within = (from: number, into: Uint8Array) => into.subarray(0, Math.max(0, Math.min(into.length, size - from)));
  const { readNow } = file;
  return {
    size,
    read: async (from, into) => file.read(offset + from, within(from, into)),
    ...(readNow === undefined ? {} : { readNow: (from, into) => readNow(offset + from, within(from, into)) }),
  };
}

/** Bytes in memory as a file. */
export function bytesAsFile(bytes: Uint8Array): ReadAt {
  return {
    size: bytes.length,
    read: async (offset, into) => {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}

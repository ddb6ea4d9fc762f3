import type { DiffId, Digest } from '../model/digest.ts';
import { splitDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, Hash } from '../ports/index.ts';

/** What bytes must turn out to be. `size` null where only the digest is known; `what` names them in errors. */
export interface Expected {
  readonly digest: Digest | DiffId;
  /** Bytes. */
  readonly size: number | null;
  readonly what: string;
}

/**
 * Passes the stream on and checks it: size first, then digest, when its last byte has gone by. Throws `truncated` where it ends too
 * soon, `digest-mismatch` as soon as there is more than stated, and at the end where the hash differs.
 */
export async function* verifiedStream(stream: ByteStream, expected: Expected, hash: Hash): ByteStream {
  const [algorithm, hex] = splitDigest(expected.digest);
  const hasher = hash.start(algorithm as 'sha256' | 'sha384' | 'sha512');
  let count = 0;
  for await (const chunk of stream) {
    count += chunk.length;
    if (expected.size !== null && count > expected.size) {
      throw new FromageError('digest-mismatch', `${expected.what} has more than the ${expected.size} bytes it should have`);
    }
    hasher.update(chunk);
    yield chunk;
  }
  if (expected.size !== null && count < expected.size) {
    throw new FromageError('truncated', `${expected.what} ends after ${count} of its ${expected.size} bytes`);
  }
  const found = hasher.hex();
  if (found === hex) return;
  throw new FromageError(
    'digest-mismatch',
    `${expected.what} is not what its digest says: expected ${expected.digest}, found ${algorithm}:${found}`,
  );
}

/** The whole stream, verified, of at most `maxBytes` (else `too-large`, before anything is read where the size is stated). */
export async function readVerified(stream: ByteStream, expected: Expected, maxBytes: number, hash: Hash): Promise<Uint8Array> {
  if (expected.size !== null && expected.size > maxBytes) throw tooLarge(expected.what, expected.size, maxBytes);
  return readAll(verifiedStream(stream, expected, hash), expected.what, maxBytes);
}

/** The whole stream as one array of at most `maxBytes`. Throws `too-large`. */
export async function readAll(stream: ByteStream, what: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of stream) {
    count += chunk.length;
    if (count > maxBytes) throw tooLarge(what, count, maxBytes);
    chunks.push(chunk.slice());
  }
  const whole = new Uint8Array(count);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** `sha256:…` of bytes at hand. */
export function digestOf(bytes: Uint8Array, hash: Hash): Digest {
  const hasher = hash.start('sha256');
  hasher.update(bytes);
  return `sha256:${hasher.hex()}` as Digest;
}

function tooLarge(what: string, size: number, maxBytes: number): FromageError {
  return new FromageError('too-large', `${what} has ${size} bytes or more; at most ${maxBytes} are read`);
}

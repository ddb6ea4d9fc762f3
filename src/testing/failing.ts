import { FromageError } from '../model/error.ts';
import type { ByteStream, Files, RandomAccess } from '../ports/index.ts';

/** Counts calls and fails on the n-th, counted from 1. */
export interface FailingCounter {
  /** Throws the error when its turn has come. */
  pass(): void;
  /** Calls so far. */
  readonly calls: () => number;
}

export function failOn(n: number, error: () => Error = () => new FromageError('io', 'a failure made for the test')): FailingCounter {
  let calls = 0;
  return {
    calls: () => calls,
    pass() {
      calls += 1;
      if (calls === n) throw error();
    },
  };
}

/** Files whose n-th call, reads of opened files included, fails. */
export function failingFiles(files: Files, counter: FailingCounter): Files {
  return {
    ...files,
    status: (path) => after(counter, () => files.status(path)),
    open: (path) => after(counter, async () => failingAccess(await files.open(path), counter)),
    read: (path, maxBytes) => after(counter, () => files.read(path, maxBytes)),
    list: (path) => after(counter, () => files.list(path)),
    write: (path, bytes, options) => after(counter, () => files.write(path, bytes, options)),
    remove: (path) => after(counter, () => files.remove(path)),
    spool: (stream, maxBytes) => after(counter, async () => failingAccess(await files.spool(stream, maxBytes), counter)),
    real: (path) => after(counter, () => files.real(path)),
  };
}

/** A file whose reads count. */
export function failingAccess(file: RandomAccess, counter: FailingCounter): RandomAccess {
  return { size: file.size, read: (offset, into) => after(counter, () => file.read(offset, into)), close: () => file.close() };
}

/** The first `count` bytes of a stream, and then its end. */
export async function* truncateAt(stream: ByteStream, count: number): ByteStream {
  let left = count;
  for await (const chunk of stream) {
    if (chunk.length >= left) {
      yield chunk.subarray(0, left);
      return;
    }
    left -= chunk.length;
    yield chunk;
  }
}

/**
 * Runs with n = 1, 2, 3 … until nothing failed; `check` sees each failure and throws where it was not clean. Gives the number of failures.
 * Throws where `max` runs were not enough, or where not one failed: then nothing was tested.
 */
export async function untilItSucceeds(
  run: (counter: FailingCounter) => Promise<unknown>,
  check: (error: unknown, n: number) => void,
  max = 10_000,
): Promise<number> {
  for (let n = 1; n <= max; n += 1) {
    const counter = failOn(n);
    try {
      await run(counter);
    } catch (error) {
      check(error, n);
      continue;
    }
    if (counter.calls() >= n) throw new Error(`the failure of call ${n} went unnoticed`);
    if (n === 1) throw new Error('not one call was made');
    return n - 1;
  }
  throw new Error(`still failing after ${max} runs`);
}

async function after<T>(counter: FailingCounter, action: () => Promise<T>): Promise<T> {
  counter.pass();
  return action();
}

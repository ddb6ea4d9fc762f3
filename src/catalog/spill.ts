import type { ByteStream, Files, RandomAccess } from '../ports/index.ts';

/** A temporary file that is written as bytes come. */
export interface Spill {
  /** Resolves when the chunk was taken and may be overwritten. Throws what writing throws. */
  write(chunk: Uint8Array): Promise<void>;
  /** The file, to be read and closed. */
  end(): Promise<RandomAccess>;
  /** Gives it up. Call unless `end` returned. */
  abort(): Promise<void>;
}

export function openSpill(files: Pick<Files, 'spool'>, maxBytes: number): Spill {
  const handover = makeHandover();
  const file = files.spool(handover.stream(), maxBytes);
  file.catch((error: unknown) => handover.fail(error));
  return {
    write: (chunk) => handover.give(chunk),
    async end() {
      await handover.give(null);
      return file;
    },
    async abort() {
      // Either way its failure was told to who wrote.
      await handover.give(null).catch(() => {});
      await file.then((one) => one.close()).catch(() => {});
    },
  };
}

interface Handover {
  stream(): ByteStream;
  /** Null ends the stream. */
  give(chunk: Uint8Array | null): Promise<void>;
  fail(error: unknown): void;
}

/** Passes chunks from one who pushes to one who pulls. Each is done with when the next is asked for. */
function makeHandover(): Handover {
  let asked = Promise.withResolvers<(chunk: Uint8Array | null) => void>();
  async function* stream(): ByteStream {
    for (;;) {
      const chunk = await new Promise<Uint8Array | null>((resolve) => asked.resolve(resolve));
      if (chunk === null) return;
      yield chunk;
    }
  }
  return {
    stream,
    async give(chunk) {
      const answer = await asked.promise;
      asked = Promise.withResolvers();
      answer(chunk);
      if (chunk !== null) await asked.promise;
    },
    fail(error) {
      asked.promise.catch(() => {});
      asked.reject(error);
    },
  };
}

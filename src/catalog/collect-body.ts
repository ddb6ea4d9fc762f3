import type { Files } from '../ports/index.ts';
import type { Extractor, FileBody } from './cataloger.ts';
import type { Spill } from './spill.ts';
import { openSpill } from './spill.ts';
import { HEAD_BYTES } from './wanted-files.ts';

/** A body as it goes by in a stream: in memory while it is small, else in a temporary file. */
export interface BodyCollector {
  /** At once; keeps nothing of the chunk but what `settle` writes before it is overwritten. */
  add(chunk: Uint8Array): void;
  /** Call after each chunk of the stream: writes what goes to the temporary file. */
  settle(): Promise<void>;
  /** Runs `use` with the body when all of it was added, and with those who still want it. */
  finish(use: (body: FileBody, wanting: readonly Extractor[]) => Promise<void>): Promise<void>;
  abort(): Promise<void>;
}

export interface CollectOptions {
  /** Bytes of a body that are held in memory. */
  readonly memoryBytes: number;
  readonly files: Pick<Files, 'spool'>;
}

/** `stillWanting` is asked once, when the first bytes are there; where nobody wants them the rest is dropped. */
export function collectBody(
  size: number,
  stillWanting: (head: Uint8Array) => readonly Extractor[],
  { memoryBytes, files }: CollectOptions,
): BodyCollector {
  const held = holdHead(size);
  let wanting: readonly Extractor[] | null = null;
  let spill: Spill | null = null;
  let pending: Uint8Array[] = [];

  function decide(): readonly Extractor[] {
    wanting ??= stillWanting(held.bytes().subarray(0, Math.min(held.filled(), HEAD_BYTES)));
    return wanting;
  }

  return {
    add(chunk) {
      if (wanting?.length === 0) return;
      let taken = held.fill(chunk);
      if (held.isFull() && decide().length === 0) return;
      if (wanting !== null && size <= memoryBytes) {
        held.widen();
        taken += held.fill(chunk.subarray(taken));
      }
      if (taken < chunk.length) pending.push(chunk.subarray(taken));
    },
    async settle() {
      if (pending.length === 0) return;
      const chunks = pending;
      pending = [];
      if (spill === null) {
        spill = openSpill(files, size);
        await spill.write(held.bytes());
      }
      for (const chunk of chunks) await spill.write(chunk);
    },
    async finish(use) {
      const left = decide();
      if (spill === null) return left.length === 0 ? undefined : use(memoryBody(held.bytes()), left);
      const file = await spill.end();
      spill = null;
      try {
        await use(file, left);
      } finally {
        await file.close();
      }
    },
    async abort() {
      await spill?.abort();
      spill = null;
    },
  };
}

interface Held {
  bytes(): Uint8Array;
  filled(): number;
  isFull(): boolean;
  /** Takes what there is room for from the front; returns how many. */
  fill(chunk: Uint8Array): number;
  /** Makes room for the whole body. */
  widen(): void;
}

/** The first bytes of a body; room for the rest only when somebody is known to want it. */
function holdHead(size: number): Held {
  let bytes = new Uint8Array(Math.min(size, HEAD_BYTES));
  let filled = 0;
  return {
    bytes: () => bytes,
    filled: () => filled,
    isFull: () => filled === bytes.length,
    fill(chunk) {
      const taken = Math.min(chunk.length, bytes.length - filled);
      bytes.set(chunk.subarray(0, taken), filled);
      filled += taken;
      return taken;
    },
    widen() {
      if (bytes.length === size) return;
      const head = bytes;
      bytes = new Uint8Array(size);
      bytes.set(head);
    },
  };
}

function memoryBody(bytes: Uint8Array): FileBody {
  return {
    size: bytes.length,
    read: async (offset, into) => {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}

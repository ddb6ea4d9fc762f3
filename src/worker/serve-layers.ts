import type { MessagePort } from 'node:worker_threads';
import { analyseStream } from '../catalog/analyse-layer.ts';
import type { Extractor } from '../catalog/cataloger.ts';
import { encodeAnalysis } from '../codec/layer-analysis.ts';
import type { LentBytes } from '../model/image.ts';
import { borrowFile, nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import { nodeInflate } from '../platform/inflate.ts';
import type { FromWorker, ToWorker } from '../platform/worker-protocol.ts';
import { receiveError, sendError } from '../platform/worker-protocol.ts';
import type { ByteStream } from '../ports/index.ts';
import { readStretch } from '../store/archive.ts';
import { openChecked } from '../store/image-layers.ts';

const PORTS = { files: nodeFiles(), hash: nodeHash, inflate: nodeInflate };

/** Answers what comes through the port, one layer after another: unpacks, checks, scans and extracts, all in this thread. */
export function serveLayers(port: MessagePort, known: readonly Extractor[]): void {
  const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const stored = receiveStored(say);
  port.on('message', (message: ToWorker) => {
    if (message.kind !== 'analyse') return stored.take(message);
    analyse(message).then(
      (bytes) => say({ kind: 'done', bytes }, [bytes.buffer]),
      (error: unknown) => say({ kind: 'error', error: sendError(error) }),
    );
  });

  async function analyse({ layer, extractors, lent }: Extract<ToWorker, { kind: 'analyse' }>): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = known.filter(({ id }) => extractors.includes(id));
    const bytes = () => (lent === null ? stored.open() : readLent(lent, layer.what));
    const open = () => openChecked(bytes(), layer, PORTS);
    return encodeAnalysis(await analyseStream({ open, diffId: layer.diffId }, { extractors: wanted }, PORTS));
  }
}

/** Read here: bytes that another thread reads, copies and sends cost each layer a tenth more. */
function readLent({ handle, offset, size }: Pick<LentBytes, 'handle' | 'offset' | 'size'>, what: string): ByteStream {
  return readStretch(borrowFile(handle, offset + size), offset, size, what);
}

interface ReceivedBytes {
  /** Asks for the bytes from their beginning. */
  open(): ByteStream;
  take(message: Exclude<ToWorker, { kind: 'analyse' }>): void;
}

/** Stored bytes as a stream out of messages. */
function receiveStored(say: (message: FromWorker, transfer?: ArrayBuffer[]) => void): ReceivedBytes {
  const queue: Exclude<ToWorker, { kind: 'analyse' }>[] = [];
  let wake = (): void => {};

  async function next(): Promise<Exclude<ToWorker, { kind: 'analyse' }>> {
    for (;;) {
      const message = queue.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  return {
    async *open() {
      say({ kind: 'open' });
      let isWhole = false;
      try {
        for (;;) {
          const message = await next();
          isWhole = message.kind !== 'chunk';
          if (message.kind === 'end') return;
          if (message.kind === 'failed') throw receiveError(message.error);
          yield message.bytes;
          const memory = message.bytes.buffer;
          say({ kind: 'more', memory }, [memory]);
        }
      } finally {
        if (!isWhole) await drain();
      }
    },
    take(message) {
      queue.push(message);
      wake();
    },
  };

  /** What is under way still comes, and an end after it; the next stream must not begin with it. */
  async function drain(): Promise<void> {
    say({ kind: 'stop' });
    while ((await next()).kind === 'chunk');
  }
}

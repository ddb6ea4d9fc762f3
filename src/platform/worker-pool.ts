import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { decodeAnalysis } from '../codec/layer-analysis.ts';
import { FromageError } from '../model/error.ts';
import type { LentBytes, StoredLayer } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { LayerWorkers } from '../ports/index.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';
import { CREDITS, receiveError, sendError } from './worker-protocol.ts';

export interface WorkerPoolOptions {
  /** The file a thread runs (src/worker/main.ts, or its bundle). */
  readonly entry: URL;
  /** What the threads can extract. */
  readonly extractors: readonly { readonly id: string; readonly version: number }[];
  /** Threads at most; as many as there are cores where left out. */
  readonly width?: number;
}

/**
 * Threads that are started when there is work and kept for the next layer, as long as one is expected. `close` ends them; without it the
 * program ends all the same once none has work.
 */
export function startWorkers(options: WorkerPoolOptions): LayerWorkers & { close(): Promise<void> } {
  const { entry, extractors, width = availableParallelism() } = options;
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let isClosed = false;
  let expected = Number.POSITIVE_INFINITY;

  async function take(): Promise<Worker> {
    while (idle.length === 0 && all.size >= Math.max(1, width)) await new Promise<void>((resolve) => waiting.push(resolve));
    if (isClosed) throw new FromageError('interrupted', 'the analysis of layers was given up');
    const worker = idle.pop() ?? startThread(entry, all, idle);
    worker.ref();
    return worker;
  }

  async function giveBack(worker: Worker, isSound: boolean): Promise<void> {
    worker.unref();
    // The layer it had is still among those expected.
    const isWanted = waiting.length > 0 || all.size < expected;
    if (isSound && isWanted && !isClosed) idle.push(worker);
    else {
      all.delete(worker);
      await worker.terminate();
    }
    waiting.shift()?.();
  }

  return {
    width,
    know: (wanted) => wanted.every(({ id, version }) => extractors.some((known) => known.id === id && known.version === version)),
    async analyse(layer, ids) {
      const worker = await take();
      let encoded: Uint8Array | null = null;
      try {
        encoded = await converseLending(worker, layer, ids);
      } finally {
        await giveBack(worker, encoded !== null);
      }
      const analysis = decodeAnalysis(encoded);
      if (isChecked(analysis, layer)) layer.checked();
      return { analysis, encoded };
    },
    expect(layers) {
      boundOwnHeap();
      expected = layers;
      for (const worker of idle.splice(0, Math.max(0, Math.min(idle.length, all.size - layers)))) {
        all.delete(worker);
        void worker.terminate();
      }
    },
    async close() {
      isClosed = true;
      for (const wake of waiting.splice(0)) wake();
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}

/** What a thread makes dies young: with V8's own bounds it would lie about, tens of megabytes of it in each thread, and be no faster. */
const YOUNG = { maxYoungGenerationSizeMb: 2 };

/** Node's major versions whose V8 is known to have the flag; another would complain of it on the screen. */
const KNOWN_NODES = { from: 20, to: 26 };

/** The same for this thread, as far as it can still be said: the young part of its heap stays as large as it is. */
function boundOwnHeap(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < KNOWN_NODES.from || major > KNOWN_NODES.to) return;
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}

/** Among `all`, until it dies. */
function startThread(entry: URL, all: Set<Worker>, idle: Worker[]): Worker {
  // Not the flags of the program: `--eval` and its like are no flags for a thread.
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(entry, { execArgv: [], resourceLimits: YOUNG });
  all.add(worker);
  // One that dies while it has no work is nobody's failure.
  worker.on('error', () => {
    all.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  });
  return worker;
}

/** The DiffID is told only of a stream that came to its end, and so through all its checks. */
function isChecked(analysis: LayerAnalysis, layer: StoredLayer): boolean {
  return analysis.diffId !== null && (layer.diffId === null || layer.diffId === analysis.diffId);
}

/** However the conversation ends, the thread reads no more: it has answered, or is dead. */
async function converseLending(worker: Worker, layer: StoredLayer, extractors: readonly string[]): Promise<Uint8Array> {
  const lent = (await layer.lend?.()) ?? null;
  try {
    return await converse(worker, layer, extractors, lent);
  } finally {
    await lent?.release();
  }
}

/** One layer's conversation: sends what the thread asks for until it answers. Throws what went wrong on either side. */
function converse(worker: Worker, layer: StoredLayer, extractors: readonly string[], lent: LentBytes | null): Promise<Uint8Array> {
  const { what, digest, size, diffId, limits } = layer;
  const say = (message: ToWorker, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
  const sender = sendStored(layer, say);
  return new Promise<Uint8Array>((resolve, reject) => {
    const heard = (message: FromWorker): void => {
      if (message.kind === 'open') sender.start();
      else if (message.kind === 'more') sender.more(message.memory);
      else if (message.kind === 'stop') sender.stop();
      else if (message.kind === 'done') settle(() => resolve(message.bytes));
      else settle(() => reject(sender.failure() ?? receiveError(message.error)));
    };
    const died = (error: unknown): void =>
      settle(() => reject(error instanceof Error ? error : new Error(`a worker thread ended with ${String(error)}`)));
    const settle = (how: () => void): void => {
      worker.off('message', heard).off('error', died).off('exit', died);
      sender.stop();
      how();
    };
    worker.on('message', heard).on('error', died).on('exit', died);
    const place = lent === null ? null : { handle: lent.handle, offset: lent.offset, size: lent.size };
    say({ kind: 'analyse', layer: { what, digest, size, diffId, limits }, extractors, lent: place });
  });
}

interface Sender {
  /** Sends the bytes from their beginning. */
  start(): void;
  /** One chunk more, in the memory of a former one. */
  more(memory: ArrayBuffer): void;
  stop(): void;
  /** What the source of the bytes threw, as it threw it. */
  failure(): Error | null;
}

function sendStored(layer: StoredLayer, say: (message: ToWorker, transfer?: ArrayBuffer[]) => void): Sender {
  const state = { failure: null as Error | null, credits: 0, isStopped: false, wake: () => {} };
  const spare: ArrayBuffer[] = [];

  async function send(): Promise<void> {
    for await (const chunk of layer.open()) {
      while (state.credits === 0 && !state.isStopped) {
        await new Promise<void>((resolve) => {
          state.wake = resolve;
        });
      }
      if (state.isStopped) break;
      state.credits -= 1;
      // Who gives the chunk uses its memory again.
      const bytes = copyInto(spare.pop(), chunk);
      say({ kind: 'chunk', bytes }, [bytes.buffer]);
    }
    say({ kind: 'end' });
  }

  return {
    start() {
      state.credits = CREDITS;
      state.isStopped = false;
      send().catch((error: unknown) => {
        state.failure = error instanceof Error ? error : new Error(String(error));
        say({ kind: 'failed', error: sendError(error) });
      });
    },
    more(memory) {
      spare.push(memory);
      state.credits += 1;
      state.wake();
    },
    stop() {
      state.isStopped = true;
      state.wake();
    },
    failure: () => state.failure,
  };
}

/** A copy, in memory that is at hand where it is large enough. */
function copyInto(memory: ArrayBuffer | undefined, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  if (memory === undefined || memory.byteLength < chunk.length) return new Uint8Array(chunk);
  const bytes = new Uint8Array(memory, 0, chunk.length);
  bytes.set(chunk);
  return bytes;
}

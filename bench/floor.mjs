/**
 * The least that reading a compressed image can take, as a program of its own: each layer's stored bytes are hashed, inflated and
 * hashed again, a layer a thread, and nothing else is done with them. With `--walk` the least for an uncompressed one: the headers of its layers.
 *
 *   node bench/floor.mjs ARCHIVE THREADS    every layer's bytes
 *   node bench/floor.mjs --walk ARCHIVE     every layer's tar headers by positioned reads, and how many bytes that read
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createHash } from 'node:crypto';
import { on } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeInflate } from '../src/platform/inflate.ts';
import { layersOf } from './archive-layers.mjs';

const READ_BYTES = 256 * 1024;

if (!isMainThread) parentPort.on('message', (layer) => readLayer(workerData, layer).then(() => parentPort.postMessage('done', [])));
else if (process.argv[2] === '--walk') walk(process.argv[3]);
else await readAll(process.argv[2], Number(process.argv[3]));

async function readAll(archive, threads) {
  // The largest first, for the least time in all.
  const layers = layersOf(archive).sort((a, b) => b.size - a.size);
  await Promise.all(Array.from({ length: Math.min(threads, layers.length) }, () => work(archive, layers)));
}

async function work(archive, layers) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: archive });
  const answers = on(worker, 'message');
  for (let layer = layers.shift(); layer !== undefined; layer = layers.shift()) {
    worker.postMessage(layer, []);
    await answers.next();
  }
  await worker.terminate();
}

async function readLayer(archive, { offset, size, packing }) {
  const [outer, inner] = [createHash('sha256'), createHash('sha256')];
  const stored = chunksOf(archive, offset, size, (chunk) => outer.update(chunk));
  for await (const chunk of packing === 'none' ? stored : nodeInflate[packing](stored)) inner.update(chunk);
  return [outer.digest('hex'), inner.digest('hex')];
}

async function* chunksOf(archive, offset, size, see) {
  const file = openSync(archive, 'r');
  const buffer = new Uint8Array(READ_BYTES);
  for (let at = 0; at < size; ) {
    const count = readSync(file, buffer, 0, Math.min(READ_BYTES, size - at), offset + at);
    if (count === 0) break;
    at += count;
    const chunk = buffer.subarray(0, count);
    see(chunk);
    yield chunk;
  }
  closeSync(file);
}

/** Every header block, by reads of 4 KB: several headers where files are small, one where they are not. */
function walk(archive) {
  const file = openSync(archive, 'r');
  const window = { bytes: Buffer.alloc(4096), start: 0, end: 0, read: 0, entries: 0 };
  for (const { offset, size } of layersOf(archive)) walkLayer(file, offset, offset + size, window);
  closeSync(file);
  console.log(JSON.stringify({ bytes: window.read, entries: window.entries }));
}

function walkLayer(file, from, to, window) {
  for (let at = from; at < to; ) {
    const header = block(file, at, window);
    if (header[0] === 0) return;
    window.entries += 1;
    const size = header[124] >= 0x80 ? header.readUIntBE(130, 6) : Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function block(file, at, window) {
  if (at < window.start || at + 512 > window.end) {
    window.start = at;
    window.end = at + readSync(file, window.bytes, 0, window.bytes.length, at);
    window.read += window.end - at;
  }
  return window.bytes.subarray(at - window.start, at - window.start + 512);
}

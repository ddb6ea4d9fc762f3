/** A docker-archive of the lowest layers of another, whose layers are plain tars: an image of a size between two that are at hand. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { writeTar, writeTarHeader } from '../src/codec/tar-writer.ts';
import { configOf, layersOf } from './archive-layers.mjs';

const COPY_BYTES = 4 * 1024 ** 2;

/** Writes the archive of as many layers as it takes to have `bytes`. False, and nothing is written, where those are all that there are. */
export function writePartArchive(path, whole, bytes) {
  const all = layersOf(whole);
  const count = all.findIndex((_, at) => all.slice(0, at + 1).reduce((sum, { size }) => sum + size, 0) >= bytes) + 1;
  if (count === 0 || count === all.length) return false;
  const [from, to] = [openSync(whole, 'r'), openSync(path, 'w')];
  try {
    const layers = all.slice(0, count);
    for (const [at, { offset, size }] of layers.entries()) {
      const header = writeTarHeader({ name: nameOf(at), type: 'file', size });
      writeSync(to, header);
      copy(from, to, offset, size);
      writeSync(to, new Uint8Array(Math.ceil(size / 512) * 512 - size));
    }
    writeSync(to, writeTar(describe(configOf(whole), count)));
  } finally {
    closeSync(from);
    closeSync(to);
  }
  return true;
}

const nameOf = (at) => `layer-${at}.tar`;

function copy(from, to, offset, size) {
  const buffer = new Uint8Array(COPY_BYTES);
  for (let at = 0; at < size; ) {
    const count = readSync(from, buffer, 0, Math.min(buffer.length, size - at), offset + at);
    if (count === 0) throw new Error('the archive was cut off');
    writeSync(to, buffer, 0, count);
    at += count;
  }
}

function describe(config, count) {
  const steps = config.history.entries().filter(([, step]) => step.empty_layer !== true);
  const [last] = [...steps][count - 1];
  const lower = {
    ...config,
    history: config.history.slice(0, last + 1),
    rootfs: { ...config.rootfs, diff_ids: config.rootfs.diff_ids.slice(0, count) },
  };
  const names = Array.from({ length: count }, (_, at) => nameOf(at));
  const manifest = [{ Config: 'config.json', RepoTags: ['part:1'], Layers: names }];
  const member = (name, value) => ({ name, type: 'file', body: Buffer.from(JSON.stringify(value)) });
  return [member('config.json', lower), member('manifest.json', manifest)];
}

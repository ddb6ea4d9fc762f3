/**
 * A docker-archive of any size made in no time: its one layer is a hole in a sparse file. A tar of nothing but zeros is an empty one.
 */
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

const BLOCK = 512;

/**
 * Writes the archive. `bytes`, a multiple of 512, is the size of its layer. The DiffID is right only where `hashed`: hashing takes
 * as long as reading, and who does not read the layer cannot tell.
 */
export function writeSparseArchive(path, bytes, { hashed = false } = {}) {
  const diffId = hashed ? digestOfZeros(bytes) : `sha256:${'0'.repeat(64)}`;
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['true'] },
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created: '2026-01-01T00:00:00Z', created_by: 'COPY . /' }],
  });
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: ['big:1'], Layers: ['layer.tar'] }]);
  const file = openSync(path, 'w');
  try {
    writeSync(file, header('layer.tar', bytes), 0, BLOCK, 0);
    let offset = BLOCK + bytes;
    for (const [name, text] of [
      ['config.json', config],
      ['manifest.json', manifest],
    ]) {
      const body = Buffer.from(text);
      writeSync(file, header(name, body.length), 0, BLOCK, offset);
      writeSync(file, body, 0, body.length, offset + BLOCK);
      offset += BLOCK + Math.ceil(body.length / BLOCK) * BLOCK;
    }
    ftruncateSync(file, offset + 2 * BLOCK);
  } finally {
    closeSync(file);
  }
}

/** A ustar header of a plain file (POSIX.1-1988); sizes below 8 GiB. */
function header(name, size) {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function digestOfZeros(bytes) {
  const hash = createHash('sha256');
  const zeros = Buffer.alloc(1024 * 1024);
  for (let left = bytes; left > 0; left -= zeros.length) hash.update(zeros.subarray(0, Math.min(left, zeros.length)));
  return `sha256:${hash.digest('hex')}`;
}

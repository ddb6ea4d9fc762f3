/** A docker-archive whose one layer is a gigabyte or more of real files, some of which tell of packages. The same size gives the same bytes. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { writeTar, writeTarHeader, paddingFor } from '../src/codec/tar-writer.ts';

const FILE_BYTES = 40_000;
const PACKAGES = 400;

/** Writes the archive; its layer is about `bytes` long. */
export function writeGiantArchive(path, bytes) {
  const count = Math.ceil(bytes / FILE_BYTES);
  const file = openSync(path, 'w');
  try {
    const hash = createHash('sha256');
    // Room for the header of the layer's member, whose size is known at the end.
    let at = 512;
    const put = (part) => {
      hash.update(part);
      at += writeSync(file, part, 0, part.length, at);
    };
    const status = Array.from(
      { length: PACKAGES },
      (_, i) => `Package: p${i}\nStatus: install ok installed\nVersion: 1.${i}\nArchitecture: amd64\n\n`,
    );
    putFile(put, 'var/lib/dpkg/status', Buffer.from(status.join('')));
    for (let i = 0; i < count; i += 1) putFile(put, `srv/data/${i % 500}/file-${i}.txt`, textOf(i));
    put(new Uint8Array(1024));
    writeSync(file, writeTarHeader({ name: 'layer.tar', type: 'file', size: at - 512 }), 0, 512, 0);
    const rest = writeTar(describe(`sha256:${hash.digest('hex')}`));
    writeSync(file, rest, 0, rest.length, at);
  } finally {
    closeSync(file);
  }
}

function describe(diffId) {
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [diffId] },
    history: [{ created: '2026-01-01T00:00:00Z', created_by: 'COPY . /' }],
  };
  const manifest = [{ Config: 'config.json', RepoTags: ['giant:1'], Layers: ['layer.tar'] }];
  const member = (name, value) => ({ name, type: 'file', body: Buffer.from(JSON.stringify(value)) });
  return [member('config.json', config), member('manifest.json', manifest)];
}

function putFile(put, name, body) {
  put(writeTarHeader({ name, type: 'file', size: body.length }));
  put(body);
  put(new Uint8Array(paddingFor(body.length)));
}

/** Words of a small random choice: packs to about a third, as programs do. */
function textOf(seed) {
  const body = Buffer.alloc(FILE_BYTES);
  let state = seed + 1;
  for (let i = 0; i < FILE_BYTES; i += 2) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    body[i] = 97 + ((state >>> 24) % 20);
    body[i + 1] = 97 + ((state >>> 16) % 5);
  }
  return body;
}

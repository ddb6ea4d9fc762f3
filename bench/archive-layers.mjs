import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Where the layers of an archive lie, bottom first, and how they are packed: `{ offset, size, packing }`. Reads docker-archives and
 * OCI archives of one image; it is no reader of hostile ones.
 */
export function layersOf(archive) {
  const file = openSync(archive, 'r');
  try {
    const members = membersOf(file);
    return layerNames(file, members).map((name) => {
      const { offset, size } = members.get(name);
      return { offset, size, packing: packingOf(readAt(file, offset, 4)) };
    });
  } finally {
    closeSync(file);
  }
}

/** The config of a docker-archive of one image. */
export function configOf(archive) {
  const file = openSync(archive, 'r');
  try {
    const members = membersOf(file);
    const json = (name) => JSON.parse(readAt(file, members.get(name).offset, members.get(name).size).toString());
    return json(json('manifest.json')[0].Config);
  } finally {
    closeSync(file);
  }
}

function layerNames(file, members) {
  const json = (name) => JSON.parse(readAt(file, members.get(name).offset, members.get(name).size).toString());
  if (members.has('manifest.json')) return json('manifest.json')[0].Layers;
  const blob = ({ digest }) => `blobs/${digest.replace(':', '/')}`;
  return json(blob(json('index.json').manifests[0])).layers.map(blob);
}

/** Name → place, of plain members of a tar. */
function membersOf(file) {
  const members = new Map();
  for (let at = 0; ; ) {
    const header = readAt(file, at, 512);
    if (header.length < 512 || header[0] === 0) return members;
    const size = header[124] >= 0x80 ? header.readUIntBE(130, 6) : Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
    members.set(header.toString('utf8', 0, Math.max(0, header.indexOf(0))).slice(0, 100), { offset: at + 512, size });
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

function readAt(file, offset, length) {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
}

function packingOf(head) {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none';
}

import { FromageError } from '../../model/error.ts';
import type { ByteStream, Files } from '../../ports/index.ts';
import { readStretch } from '../archive.ts';
import type { Layout } from '../oci-layout.ts';
import { blobPath, openLayout, openLayoutAll } from '../oci-layout.ts';
import type { BlobPlace } from '../plain-layer.ts';
import type { Source } from '../source.ts';
import { requireLocation } from '../split-location.ts';

/** An OCI image layout in a folder. */
export const oci = {
  scheme: 'oci',
  summary: 'an OCI image layout in a folder',
  example: 'oci:folder:2.4',
  network: false,
  async open(location, settings, ports) {
    const { path, selector } = await requireLocation(location, ports.files);
    return openLayout(await folderLayout(path, ports.files), selector, about(location), settings, ports);
  },
  async openAll(location, settings, ports) {
    const { path, selector } = await requireLocation(location, ports.files);
    return openLayoutAll(await folderLayout(path, ports.files), selector, about(location), settings, ports);
  },
} as const satisfies Source;

function about(location: string) {
  return { source: 'oci', location: `oci:${location}` };
}

async function folderLayout(folder: string, files: Files): Promise<Layout> {
  const present = await listBlobs(folder, files);
  const root = await files.real(folder);
  const whole = (name: string) => files.join(folder, ...name.split('/'));
  return {
    what: folder,
    read: (name, maxBytes) => readIfThere(whole(name), root, maxBytes, files),
    hasBlob: (digest) => present.has(blobPath(digest)),
    openBlob: (digest) => openBlob(whole(blobPath(digest)), root, files),
    placeOfBlob: (digest) => placeOfBlob(whole(blobPath(digest)), root, files),
    close: async () => {},
  };
}

/** Listed once, so that whether a layer is here needs no asking. */
async function listBlobs(folder: string, files: Files): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const algorithm of ['sha256', 'sha384', 'sha512']) {
    const path = files.join(folder, 'blobs', algorithm);
    if ((await files.status(path))?.kind !== 'directory') continue;
    for (const name of await files.list(path)) found.add(`blobs/${algorithm}/${name}`);
  }
  return found;
}

async function readIfThere(path: string, root: string, maxBytes: number, files: Files): Promise<Uint8Array | null> {
  const found = await files.status(path);
  if (found?.kind !== 'file') return null;
  return files.read(await realWithin(path, root, files), maxBytes);
}

/** Only plain files are opened, no devices. */
async function* openBlob(path: string, root: string, files: Files): ByteStream {
  const found = await files.status(path);
  if (found?.kind !== 'file') throw new FromageError('not-found', `${path} is missing from the image layout`);
  const file = await files.open(await realWithin(path, root, files));
  try {
    yield* readStretch(file, 0, file.size, path);
  } finally {
    await file.close();
  }
}

async function placeOfBlob(path: string, root: string, files: Files): Promise<BlobPlace | null> {
  if ((await files.status(path))?.kind !== 'file') return null;
  const file = await files.open(await realWithin(path, root, files));
  return { file, offset: 0, size: file.size, close: () => file.close() };
}

/** The path without links, which may lead about in the layout's folder, but not out of it. */
async function realWithin(path: string, root: string, files: Files): Promise<string> {
  const real = await files.real(path);
  if (real.startsWith(root.endsWith('/') ? root : `${root}/`)) return real;
  throw new FromageError('malformed', `${path} is a link that leads out of the image layout`, {
    hint: 'if it is meant to, make a copy without links: cp -rL FOLDER COPY',
  });
}

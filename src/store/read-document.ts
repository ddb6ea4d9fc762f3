import { MAX_CONFIG_BYTES, readImageConfig } from '../codec/image-config.ts';
import type { ManifestDocument } from '../codec/manifests.ts';
import { MAX_MANIFEST_BYTES, readManifest } from '../codec/manifests.ts';
import type { Descriptor, ImageConfig } from '../model/manifest.ts';
import type { BlobStore, Hash } from '../ports/index.ts';
import type { BlobReader } from './source.ts';
import { readVerified } from './verified.ts';

export interface DocumentPorts {
  readonly hash: Hash;
  readonly blobs: BlobStore;
}

/** A manifest or index, verified, from the blob store where it is kept, else from the reader (and kept). Errors as verifiedStream and readManifest. */
export async function loadManifest(descriptor: Descriptor, reader: BlobReader, ports: DocumentPorts): Promise<ManifestDocument> {
  const what = `manifest ${descriptor.digest}`;
  return readManifest(await loadSmall(descriptor, 'manifest', what, MAX_MANIFEST_BYTES, reader, ports), what);
}

/** A config, likewise. */
export async function loadConfig(descriptor: Descriptor, reader: BlobReader, ports: DocumentPorts): Promise<ImageConfig> {
  const what = `config ${descriptor.digest}`;
  return readImageConfig(await loadSmall(descriptor, 'blob', what, MAX_CONFIG_BYTES, reader, ports), what);
}

/** A small blob, whole and verified, of at most `maxBytes` (else `too-large`), kept or not. */
export async function loadSmall(
  descriptor: Descriptor,
  kind: 'manifest' | 'blob',
  what: string,
  maxBytes: number,
  reader: BlobReader,
  ports: DocumentPorts,
): Promise<Uint8Array> {
  const kept = await ports.blobs.get(descriptor.digest);
  if (kept !== null && kept.length === descriptor.size && kept.length <= maxBytes) return kept;
  const bytes = await readVerified(
    reader.open(descriptor, kind),
    { digest: descriptor.digest, size: descriptor.size, what },
    maxBytes,
    ports.hash,
  );
  await ports.blobs.put(descriptor.digest, bytes);
  return bytes;
}

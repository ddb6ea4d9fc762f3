import type { BlobStore } from '../ports/index.ts';

/** A blob store in memory; `blobs` is what it holds. */
export function memoryBlobs(): BlobStore & { readonly blobs: ReadonlyMap<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    get: async (digest) => blobs.get(digest) ?? null,
    put: async (digest, bytes) => void blobs.set(digest, bytes.slice()),
  };
}

import type { Digest } from '../model/digest.ts';

/** Small blobs (manifests, configs, attestations) kept by digest. Bounded, verified on the way out, safe for several processes at once. */
export interface BlobStore {
  get(digest: Digest): Promise<Uint8Array | null>;
  put(digest: Digest, bytes: Uint8Array): Promise<void>;
}

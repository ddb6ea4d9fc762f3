import type { Digest } from '../model/digest.ts';
import { parseDigest, splitDigest } from '../model/digest.ts';
import type { BlobStore } from '../ports/index.ts';
import { nodeHash } from './hash.ts';
import { keepFiles } from './kept-files.ts';

/** Bounds of a blob store on disk. */
export interface BlobStoreLimits {
  /** Bytes it holds in all; a few more for a moment, where several processes write at once. */
  readonly maxBytes: number;
  /** Blobs it holds in all. */
  readonly maxBlobs: number;
}

export const BLOB_STORE_LIMITS: BlobStoreLimits = { maxBytes: 256 * 1024 * 1024, maxBlobs: 64 * 1024 };

/**
 * Blobs in `folder`, kept from one run to the next: what was used longest ago goes first. Each is checked when it is read, and dropped where it is
 * not what its digest says. A cache is no duty: a folder that can't be written to, a full disk or a file that vanished are passed over in silence.
 */
export function diskBlobStore(folder: string, limits: BlobStoreLimits = BLOB_STORE_LIMITS): BlobStore {
  const kept = keepFiles(folder, { maxBytes: limits.maxBytes, maxFiles: limits.maxBlobs }, shardOf);
  return {
    async get(digest) {
      if (parseDigest(digest) === null) return null;
      const bytes = await kept.get(nameOf(digest));
      if (bytes === null || isWhatItSays(digest, bytes)) return bytes;
      await kept.drop(nameOf(digest));
      return null;
    },
    put: async (digest, bytes) => (isWhatItSays(digest, bytes) ? kept.put(nameOf(digest), bytes) : undefined),
  };
}

/** Blobs for as long as the program runs, for `--no-cache`: what one image needs twice is still asked for once. At most `maxBytes`; what comes after is not kept. */
export function memoryBlobStore(maxBytes = 64 * 1024 * 1024): BlobStore {
  const held = new Map<Digest, Uint8Array>();
  let size = 0;
  return {
    get: async (digest) => held.get(digest) ?? null,
    async put(digest, bytes) {
      if (held.has(digest) || size + bytes.length > maxBytes) return;
      held.set(digest, bytes.slice());
      size += bytes.length;
    },
  };
}

function isWhatItSays(digest: Digest, bytes: Uint8Array): boolean {
  if (parseDigest(digest) === null) return false;
  const [algorithm, hex] = splitDigest(digest);
  const hasher = nodeHash.start(algorithm as 'sha256' | 'sha384' | 'sha512');
  hasher.update(bytes);
  return hasher.hex() === hex;
}

/** `sha256-0123…` → `0`. */
function shardOf(name: string): string {
  return name.charAt(name.indexOf('-') + 1);
}

function nameOf(digest: Digest): string {
  return splitDigest(digest).join('-');
}

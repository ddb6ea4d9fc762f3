import { createHash } from 'node:crypto';
import type { Hash } from '../ports/index.ts';

/** Hash over node:crypto. */
export const nodeHash: Hash = {
  start(algorithm) {
    const hasher = createHash(algorithm);
    return {
      update: (bytes) => void hasher.update(bytes),
      hex: () => hasher.digest('hex'),
    };
  },
};

import type { Hash } from '../ports/index.ts';

/** Hash over node:crypto, which is loaded when something is first hashed: a Dockerfile's trace has nothing to hash. */
export const nodeHash: Hash = {
  start(algorithm) {
    const hasher = process.getBuiltinModule('node:crypto').createHash(algorithm);
    return {
      update: (bytes) => void hasher.update(bytes),
      hex: () => hasher.digest('hex'),
    };
  },
};

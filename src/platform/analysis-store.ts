import { ANALYSIS_FORMAT, decodeAnalysis, encodeAnalysis } from '../codec/layer-analysis.ts';
import { splitDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { AnalysisKey, AnalysisStore } from '../ports/index.ts';
import { readChecked, withCheck } from './checked-bytes.ts';
import { nodeHash } from './hash.ts';
import type { KeptFilesLimits } from './kept-files.ts';
import { keepFiles } from './kept-files.ts';

/** An analysis takes about 25 bytes for each file of its layer, beside names and facts. */
export const ANALYSIS_STORE_LIMITS: KeptFilesLimits = { maxBytes: 1024 * 1024 * 1024, maxFiles: 64 * 1024 };

/** Analyses in `folder`, each in a file with a checksum before it; a damaged one, or one of another format, is not there. */
export function diskAnalysisStore(folder: string, limits: KeptFilesLimits = ANALYSIS_STORE_LIMITS): AnalysisStore {
  const kept = keepFiles(folder, limits, (name) => name.charAt(name.lastIndexOf('-') + 1));
  return {
    async get(key) {
      const name = nameOf(key);
      const bytes = await kept.get(name);
      if (bytes === null) return null;
      const encoded = readChecked(bytes);
      const analysis = encoded === null ? null : read(encoded);
      if (analysis !== null && isUnder(key, analysis)) return analysis;
      await kept.drop(name);
      return null;
    },
    async put(key, analysis, encoded) {
      if (isUnder(key, analysis)) await kept.put(nameOf(key), withCheck(encoded ?? encodeAnalysis(analysis)));
    },
  };
}

/** Analyses for as long as the program runs, for `--no-cache`: a layer that several images share is read once. At most `maxCount`. */
export function memoryAnalysisStore(maxCount = 64): AnalysisStore {
  const held = new Map<string, LayerAnalysis>();
  return {
    get: async (key) => held.get(nameOf(key)) ?? null,
    async put(key, analysis) {
      if (isUnder(key, analysis) && (held.size < maxCount || held.has(nameOf(key)))) held.set(nameOf(key), analysis);
    },
  };
}

/** Under a DiffID stands only what was hashed to it; and nothing that is not whole. */
function isUnder(key: AnalysisKey, analysis: LayerAnalysis): boolean {
  return analysis.complete && (!('diffId' in key) || key.diffId === analysis.diffId);
}

function nameOf(key: AnalysisKey): string {
  if ('diffId' in key) return `v${ANALYSIS_FORMAT}-${splitDigest(key.diffId).join('-')}`;
  const hasher = nodeHash.start('sha256');
  hasher.update(new TextEncoder().encode(key.identity));
  return `v${ANALYSIS_FORMAT}-place-${hasher.hex()}`;
}

function read(encoded: Uint8Array): LayerAnalysis | null {
  try {
    return decodeAnalysis(encoded);
  } catch (error) {
    if (error instanceof FromageError) return null;
    throw error;
  }
}

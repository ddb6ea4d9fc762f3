import type { DiffId } from '../model/digest.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';

/**
 * What an analysis is kept under. `diffId` only where we hashed every byte: whoever asks for it trusts that. `identity` for bytes that
 * were read in places and not hashed (PlainLayer.identity): it holds for that one file on this machine.
 */
export type AnalysisKey = { readonly diffId: DiffId } | { readonly identity: string };

/** Analyses kept from one run to the next. Bounded, safe for several processes, and never a reason to fail: what can't be read is not there. */
export interface AnalysisStore {
  get(key: AnalysisKey): Promise<LayerAnalysis | null>;
  put(key: AnalysisKey, analysis: LayerAnalysis): Promise<void>;
}

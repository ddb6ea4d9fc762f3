import type { DiffId } from '../model/digest.ts';
import type { StoredLayer } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';

/**
 * What an analysis is kept under. `diffId` only where we hashed every byte: whoever asks for it trusts that. `identity` for bytes that
 * were read in places and not hashed (PlainLayer.identity): it holds for that one file on this machine.
 */
export type AnalysisKey = { readonly diffId: DiffId } | { readonly identity: string };

/** Analyses kept from one run to the next. Bounded, safe for several processes, and never a reason to fail: what can't be read is not there. */
export interface AnalysisStore {
  get(key: AnalysisKey): Promise<LayerAnalysis | null>;
  /** `encoded` where the analysis is at hand as bytes too: spares making them again. */
  put(key: AnalysisKey, analysis: LayerAnalysis, encoded?: Uint8Array): Promise<void>;
}

/**
 * Texts made of several analyses, kept from one run to the next. `question` says all that an answer depends on but the program itself:
 * what another build of it answered is not there. Bounded and safe as an AnalysisStore.
 */
export interface AnswerStore {
  get(question: string): Promise<string | null>;
  put(question: string, answer: string): Promise<void>;
}

/** Threads that unpack, check and analyse layers, several at once. */
export interface LayerWorkers {
  /** How many layers are worth being given at once; 1 or less: better done in place. */
  readonly width: number;
  /**
   * The analysis of a layer from its stored bytes, with the facts of these extractors (the threads have their own copies of them).
   * Errors as the analysis in place; calls `layer.checked()` when all was as expected.
   */
  analyse(layer: StoredLayer, extractors: readonly string[]): Promise<WorkedAnalysis>;
  /** At most so many layers are still to come, those at work among them: threads beyond that are ended as soon as they have no work, and their memory is free. */
  expect(layers: number): void;
  /** Whether the threads know these extractors, in these versions. */
  know(extractors: readonly { readonly id: string; readonly version: number }[]): boolean;
}

/** An analysis that another thread made, and its bytes as they came from there. */
export interface WorkedAnalysis {
  readonly analysis: LayerAnalysis;
  readonly encoded: Uint8Array;
}

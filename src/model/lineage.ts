import type { ChainId, Digest } from './digest.ts';
import type { Problem } from './problem.ts';

/**
 * How well something is known, best first:
 * `proven`: digests or DiffIDs that we hashed ourselves; `attested`: a signature verified against a stated identity;
 * `matched`: DiffIDs, layer digests or ChainID as config and manifest state them; `inferred`: drawn from signs that are
 * hard to get wrong by accident; `claimed`: labels, annotations, unsigned provenance, history comments, a Dockerfile's word.
 */
export type Confidence = 'proven' | 'attested' | 'matched' | 'inferred' | 'claimed';

/** Best first, for comparing. */
export const CONFIDENCES: readonly Confidence[] = ['proven', 'attested', 'matched', 'inferred', 'claimed'];

/** How an answer of the bundled index was come by: from the very commit, from the nearest commit at hand, or from a sibling's file. */
export type Resolution = 'exact' | 'nearest-commit' | 'inferred';

/** One reason for a claim. */
export interface Evidence {
  /** Id of the tracer that found it: `dockerfile`, `chain-id`, `annotation`, `history-comment`, `index` … */
  readonly tracer: string;
  readonly confidence: Confidence;
  /** A sentence: what was seen, and where. */
  readonly detail: string;
  /** True where better evidence says otherwise: told, not followed. */
  readonly contradicted?: boolean;
}

/** A run of layers or history entries, zero-based, both ends included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** An image below the subject. */
export interface Ancestor {
  /** `docker.io/library/debian:trixie-slim`, as well as it is known; null where only a boundary is known. */
  readonly reference: string | null;
  /** Other names of the same image: tags of one digest. */
  readonly aliases: readonly string[];
  /** Index or manifest digest, where known. */
  readonly digest: Digest | null;
  readonly chainId: ChainId | null;
  /**
   * Its own layers in the subject: from the next ancestor below whose boundary is known, up to its own. Null where the
   * subject has no layers or its boundary is unknown (its layers are then among those of the next one above that has any).
   */
  readonly layers: Span | null;
  /** Its own history entries, likewise. */
  readonly history: Span | null;
  /** Bytes its own layers add, as stored; null where unknown. */
  readonly size: number | null;
  readonly created: string | null;
  readonly confidence: Confidence;
  readonly resolution: Resolution | null;
  /** The day the answer was true, for what comes from an index: `2026-08-21`. */
  readonly asOf: string | null;
  readonly evidence: readonly Evidence[];
  readonly facts: AncestorFacts | null;
}

/** What is known of a published image besides its place in the chain. Dates are `YYYY-MM-DD`. */
export interface AncestorFacts {
  readonly publisher: string | null;
  /** What the publisher was told by: the digest, the layers (as an index has them), or nothing but the name. */
  readonly verifiedBy: 'digest' | 'layers' | 'name';
  readonly lastUpdated: string | null;
  readonly updatesPerYear: number | null;
  readonly deprecated: boolean;
  /** End of life of the distribution and of the runtime it carries. */
  readonly endOfLife: readonly EndOfLife[];
  readonly sourceRepository: string | null;
  readonly sourceCommit: string | null;
}

/** A release cycle and when its support ends; `on` null where it is only known that it ended or has no date. */
export interface EndOfLife {
  readonly product: string;
  readonly cycle: string;
  readonly on: string | null;
  readonly ended: boolean;
}

/** What an image is made FROM. */
export interface Lineage {
  /** Nearest first: parent … base. The subject and `scratch` are not in it. */
  readonly ancestors: readonly Ancestor[];
  /** The subject's own layers and history, on top of the parent's; null where it has none or the boundary is unknown. */
  readonly own: { readonly layers: Span | null; readonly history: Span | null };
  readonly end: 'scratch' | 'unknown';
  /** What shows the last step, down to scratch; empty where the end is unknown. */
  readonly endEvidence: readonly Evidence[];
  /** True where the end rests on FROM edges alone, no layers showing it (a Dockerfile, a name, an image whose parent’s layers are not at hand). */
  readonly declared: boolean;
  /** What is missing, where the end is `unknown`. */
  readonly missing: string | null;
  /** The least of the resolutions of all answers taken from the bundled index; null where none was. */
  readonly resolution: Resolution | null;
  /** The day the bundled index tells of, where it was asked; tags may have moved since. */
  readonly asOf: string | null;
  readonly problems: readonly Problem[];
}

import type { DiffId, Digest } from './digest.ts';
import type { AncestorFacts, Lineage } from './lineage.ts';
import type { Platform } from './platform.ts';

/** The answer of `fromage trace`: a subject, its lineage, and which layer is whose. */
export interface Trace {
  readonly subject: TraceSubject;
  readonly lineage: Lineage;
  /** Bottom first; empty where no layer was seen. */
  readonly layers: readonly TracedLayer[];
  /** Images that only lend files to a Dockerfile's build: no ancestors. */
  readonly lenders: readonly Lender[];
}

/** What was asked about. */
export interface TraceSubject {
  readonly kind: 'image' | 'dockerfile' | 'reference';
  /** As a person would call it: the reference, else the location. */
  readonly name: string;
  readonly reference: string | null;
  /** The known image it was recognised as, where that is another name. */
  readonly knownAs: string | null;
  /** Where it was found: `docker-archive:httpd.tar`, `Dockerfile`. */
  readonly location: string;
  readonly platform: Platform | null;
  readonly otherPlatforms: readonly Platform[];
  readonly indexDigest: Digest | null;
  readonly manifestDigest: Digest | null;
  readonly configDigest: Digest | null;
  readonly created: string | null;
  /** Bytes of its layers as stored; null where unknown. */
  readonly size: number | null;
  /** Bytes that its own layers add. */
  readonly ownSize: number | null;
  readonly layerCount: number | null;
  /** Whether every layer was read and hashed on the way (`--verify`), and agreed with its digests. */
  readonly verified: boolean;
  readonly facts: AncestorFacts | null;
  /** The stages of a Dockerfile that make the final image, final one first. */
  readonly stages: readonly TracedStage[];
}

export interface TracedStage {
  readonly index: number;
  readonly name: string | null;
  /** One-based line of its FROM. */
  readonly line: number;
}

/** A layer, and who brought it. */
export interface TracedLayer {
  readonly index: number;
  readonly diffId: DiffId | null;
  readonly digest: Digest | null;
  /** Bytes as stored; null where unknown. */
  readonly size: number | null;
  readonly created: string | null;
  /** The step that made it, in a person's words; null where the history does not tell. */
  readonly instruction: string | null;
  /** Zero-based entry of the config's history. */
  readonly history: number | null;
  /** One-based line of the Dockerfile it was given with; null where none was, or none fits. */
  readonly line: number | null;
  /** Zero-based place among the ancestors; `own` for the subject's; null where unknown. */
  readonly owner: number | 'own' | null;
}

/** An image whose files are copied into the build. */
export interface Lender {
  readonly reference: string;
  /** One-based line that names it. */
  readonly line: number;
}

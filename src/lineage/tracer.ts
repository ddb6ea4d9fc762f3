import type { Digest } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import type { Confidence } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { Hash } from '../ports/index.ts';
import type { KnownImage, KnownImages } from './known-image.ts';
import type { OfficialIndex } from './official-index.ts';

/** What a tracer may ask: the index of known images, the index of official ones, a hash. None of them is the network. */
export interface TracerPorts {
  readonly known: KnownImages;
  readonly official: OfficialIndex;
  readonly hash: Hash;
  /** A file of the image's root file system, where it can be had without reading a layer; else null. */
  readonly readRootFile?: (image: Image, path: string) => Promise<Uint8Array | null>;
}

/**
 * One way of finding out what an image was made FROM. Adding one: a file in tracers/, a line in tracers/index.ts.
 * It reports all it sees; weighing the claims against each other is the resolver's business.
 */
export interface Tracer {
  /** `chain-id`, `annotation` … shown with the evidence. */
  readonly id: string;
  /** A line for help and docs: what is looked at. */
  readonly summary: string;
  /** The best confidence it can reach, for docs. */
  readonly confidence: Confidence;
  find(image: Image, ports: TracerPorts): Promise<TracerResult>;
}

export interface TracerResult {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** Something a tracer saw. */
export type Claim = AncestorClaim | SelfClaim | ScratchClaim;

/** Some image is below the subject. */
export interface AncestorClaim {
  readonly kind: 'ancestor';
  readonly tracer: string;
  readonly confidence: Confidence;
  /** As the evidence gives it; null where only a boundary was seen. */
  readonly reference: string | null;
  readonly digest: Digest | null;
  /** How many layers, from the bottom, are the ancestor's and its ancestors'; null where the evidence does not say. */
  readonly layers: number | null;
  /** How many history entries, likewise. */
  readonly history: number | null;
  readonly detail: string;
  /** The known image it was recognised as. */
  readonly known: KnownImage | null;
  /** The claim says "the parent", not only "some ancestor". */
  readonly parent: boolean;
  /** Labels are inherited by children that do not set them: such a claim may be about a deeper ancestor. */
  readonly inheritable: boolean;
}

/** The subject itself is a known image. */
export interface SelfClaim {
  readonly kind: 'self';
  readonly tracer: string;
  readonly confidence: Confidence;
  /** The known image it was recognised as, or the `reference` it is known by. */
  readonly known: KnownImage | null;
  readonly reference?: string;
  readonly detail: string;
}

/** The subject stands directly on scratch. */
export interface ScratchClaim {
  readonly kind: 'scratch';
  readonly tracer: string;
  readonly confidence: Confidence;
  readonly detail: string;
}

/** An AncestorClaim with what most claims leave open. */
export function ancestorClaim(claim: Pick<AncestorClaim, 'tracer' | 'confidence' | 'detail'> & Partial<AncestorClaim>): AncestorClaim {
  return {
    kind: 'ancestor',
    reference: null,
    digest: null,
    layers: null,
    history: null,
    known: null,
    parent: false,
    inheritable: false,
    ...claim,
  };
}

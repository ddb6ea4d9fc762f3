import type { Image } from '../model/image.ts';
import { digestOf, type KnownImage } from './known-image.ts';
import { kinshipOf } from './kinship.ts';
import { ancestorClaim, type Claim } from './tracer.ts';

/** Digests that agree, and how that was seen. */
export interface SharedLayers {
  readonly tracer: string;
  /** How many layers, from the bottom, are those of the known image: all that it has. */
  readonly layers: number;
  /** How many history entries, where the way it was found tells. */
  readonly steps: number | null;
  readonly detail: string;
}

/** What follows from the subject's lower layers being all those of a known image. Nothing where that one is made from the subject. */
export function claimsByLayers(image: Image, known: KnownImage, shared: SharedLayers): readonly Claim[] {
  const { tracer, layers, detail } = shared;
  const kinship = kinshipOf(image, known, layers);
  const history = kinship.steps ?? shared.steps;
  if (kinship.kind === 'descendant') return [];
  if (kinship.kind === 'same') return [{ kind: 'self', tracer, confidence: 'matched', known, detail }];
  if (kinship.kind === 'cousin') {
    const parted = `${detail}, which goes another way after history step ${history}: both stand on an image that neither is`;
    return [ancestorClaim({ tracer, confidence: 'matched', layers, history, detail: parted })];
  }
  const reference = known.reference;
  return [ancestorClaim({ tracer, confidence: 'matched', reference, digest: digestOf(known), layers, history, known, detail })];
}

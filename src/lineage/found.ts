import type { ChainId } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import type { Ancestor, Evidence } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { ancestorOf, isSameTag } from './ancestors.ts';
import type { Candidate } from './candidates.ts';
import { isVouchedFor } from './known-image.ts';
import type { AncestorClaim, Claim, ScratchClaim, SelfClaim } from './tracer.ts';

/** What all tracers saw, sorted. */
export interface Found {
  readonly image: Image;
  /** The ChainID of its lowest layer, of the lowest two …, as far as all DiffIDs are known. */
  readonly chain: readonly ChainId[];
  /** Whether all layers were read and hashed. */
  readonly verified: boolean;
  readonly self: SelfClaim | null;
  /** Boundaries, nearest to the subject first. */
  readonly candidates: readonly Candidate[];
  /** Words about the parent that nothing in the layers speaks for or against. */
  readonly unplaced: readonly AncestorClaim[];
  readonly contradicted: readonly Evidence[];
  readonly scratch: ScratchClaim | null;
  readonly problems: readonly Problem[];
}

/** Whether the subject is shown to be a known image: by digests, or as what the registry of that name gave. A history may be copied. */
export function isSelfShown(self: SelfClaim): boolean {
  if (self.known === null) return self.confidence !== 'claimed';
  return (self.confidence === 'matched' || self.confidence === 'proven') && isVouchedFor(self.known);
}

/** The name the subject is known by. */
export function selfReference(self: SelfClaim): string {
  return self.known?.reference ?? self.reference ?? '';
}

/** What annotations and provenance say, where no layer speaks for or against it. The manifest's own word goes before an inherited label's. */
export function claimedParent(found: Found): { readonly ancestor: Ancestor; readonly problems: readonly Problem[] } | null {
  const sorted = found.unplaced.toSorted((a, b) => Number(a.inheritable) - Number(b.inheritable));
  const first = sorted[0];
  if (first === undefined) return null;
  const name = first.reference;
  const same = sorted.filter((claim) => claim === first || (claim.reference !== null && name !== null && isSameTag(claim.reference, name)));
  const others = sorted.filter((claim) => !same.includes(claim));
  const problems = others.map(
    (claim): Problem => ({ kind: 'claims-disagree', message: `${claim.detail}, but ${first.detail}.`, incomplete: false }),
  );
  const evidence = same.map(evidenceFrom);
  return { ancestor: ancestorOf(name, evidence, { digest: same.find((claim) => claim.digest !== null)?.digest ?? null }), problems };
}

/** A claim, as evidence. */
export function evidenceFrom({ tracer, confidence, detail }: Claim): Evidence {
  return { tracer, confidence, detail };
}

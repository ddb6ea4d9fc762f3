import type { Evidence } from '../model/lineage.ts';
import { familiarName, parseReference } from '../model/reference.ts';
import { isSameTag, repositoryOf } from './ancestors.ts';
import { isNameSure, type KnownImage } from './known-image.ts';
import type { AncestorClaim } from './tracer.ts';

/** A boundary in the layers that something says an ancestor ends at, with all that was said of it. */
export interface Candidate {
  /** How many layers from the bottom are its own or its ancestors'. */
  readonly layers: number;
  /** How many history entries, likewise; null where unknown. */
  readonly history: number | null;
  readonly reference: string | null;
  readonly aliases: readonly string[];
  readonly claims: readonly AncestorClaim[];
  /** The known image it was named by, if it was recognised. */
  readonly known: KnownImage | null;
}

/**
 * Sorts the claims that tell a boundary into candidates, nearest to the subject first. `own` are the subject's own names:
 * an image that a trace learned and that is of the same repository is an earlier build of the subject, not an ancestor,
 * unless somebody else names it.
 */
export function candidatesOf(claims: readonly AncestorClaim[], own: readonly string[]): readonly Candidate[] {
  const usable = claims.filter((claim) => claim.layers !== null && claim.layers > 0 && !isEarlierBuild(claim, claims, own));
  const groups: { layers: number; history: number | null; claims: AncestorClaim[] }[] = [];
  // Claims that tell the history's boundary too come first: the others join them.
  for (const claim of usable.toSorted((a, b) => Number(a.history === null) - Number(b.history === null))) {
    const layers = claim.layers ?? 0;
    const group = groups.find(
      (one) => one.layers === layers && (claim.history === null || one.history === null || one.history === claim.history),
    );
    if (group === undefined) groups.push({ layers, history: claim.history, claims: [claim] });
    else if (!isCousin(claim, group.history)) group.claims.push(claim);
  }
  return groups.map(candidateOf).toSorted((a, b) => b.layers - a.layers || (b.history ?? 0) - (a.history ?? 0));
}

/** The evidence of a candidate: each thing said, once. */
export function evidenceOf(candidate: Candidate): readonly Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const { tracer, confidence, detail } of candidate.claims) seen.set(`${tracer} ${detail}`, { tracer, confidence, detail });
  return [...seen.values()];
}

/** Whether some layers, digests or times show it, and not only somebody's word. */
export function isRecognised(candidate: Candidate): boolean {
  return candidate.claims.some((claim) => claim.known !== null && claim.confidence !== 'claimed' && isVouchedFor(claim.known));
}

/** An archive that was merely traced may have called itself anything: nothing is concluded from its name, only from its own trace. */
function isVouchedFor(known: KnownImage): boolean {
  return known.origin !== 'learned' || isNameSure(known) || known.below?.end === 'scratch';
}

/** Same layers, but its config went another way than the subject's history shows: an image beside the ancestor, not the ancestor. */
function isCousin(claim: AncestorClaim, history: number | null): boolean {
  return claim.history === null && history !== null && claim.known !== null && claim.known.history !== null;
}

function isEarlierBuild(claim: AncestorClaim, all: readonly AncestorClaim[], own: readonly string[]): boolean {
  const known = claim.known;
  if (known === null || known.origin !== 'learned') return false;
  const repository = repositoryOf(parseReference(known.reference));
  if (!own.some((name) => repositoryOf(parseReference(name)) === repository)) return false;
  return !all.some((other) => other.known === null && other.reference !== null && isSameTag(other.reference, known.reference));
}

function candidateOf(group: { layers: number; history: number | null; claims: readonly AncestorClaim[] }): Candidate {
  const recognised = group.claims
    .filter((claim) => claim.known !== null)
    .toSorted((a, b) => rankOf(a, group.claims) - rankOf(b, group.claims));
  const best = recognised[0] ?? group.claims.toSorted((a, b) => Number(a.reference === null) - Number(b.reference === null))[0];
  const names = new Set(group.claims.flatMap((claim) => claim.reference ?? []));
  const reference = best?.reference ?? null;
  const aliases = [...names].filter((name) => name !== reference);
  return { ...group, reference, aliases, known: best?.known ?? null };
}

/** Which of several names of the same layers to show: one that the image itself names, then added, bundled, learned ones; shorter names first. */
function rankOf(claim: AncestorClaim, all: readonly AncestorClaim[]): number {
  const reference = claim.reference ?? '';
  const named = all.some((other) => other.known === null && other.reference !== null && isSameTag(other.reference, reference));
  const origins = { added: 1, bundled: 2, learned: 3 };
  const origin = claim.known === null ? 4 : origins[claim.known.origin];
  return (named ? 0 : 10) + origin + Math.min(familiarName(parseReference(reference)).length, 900) / 1000;
}

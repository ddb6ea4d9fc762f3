import type { Evidence } from '../model/lineage.ts';
import { familiarName, parseReference } from '../model/reference.ts';
import { isSameTag, repositoryOf } from './ancestors.ts';
import { isVouchedFor, type KnownImage } from './known-image.ts';
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
  const groups: Group[] = [];
  // Claims that tell the history's boundary too come first, those of known images before others: the others join them.
  const order = ({ history, known }: AncestorClaim) => Number(history === null) * 2 + Number(known === null);
  for (const claim of usable.toSorted((a, b) => order(a) - order(b))) {
    const layers = claim.layers ?? 0;
    const group = groupOf(claim, groups);
    if (group === undefined) groups.push({ layers, history: claim.history, claims: [claim] });
    else if (!isCousin(claim, group.history)) group.claims.push(claim);
  }
  return withoutNameless(groups)
    .map(candidateOf)
    .toSorted((a, b) => b.layers - a.layers || (b.history ?? 0) - (a.history ?? 0));
}

/** The evidence of a candidate: each thing said, once. */
export function evidenceOf(candidate: Candidate): readonly Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const { tracer, confidence, detail } of candidate.claims) seen.set(`${tracer} ${detail}`, { tracer, confidence, detail });
  return [...seen.values()];
}

/** Whether digests show it. A history, a label or a comment says what its author wanted. */
export function isRecognised(candidate: Candidate): boolean {
  return candidate.claims.some((claim) => claim.known !== null && isByDigests(claim) && isVouchedFor(claim.known));
}

function isByDigests({ confidence }: AncestorClaim): boolean {
  return confidence === 'proven' || confidence === 'attested' || confidence === 'matched';
}

type Group = { readonly layers: number; readonly history: number | null; readonly claims: AncestorClaim[] };

/** The boundary that a claim speaks of; of several with as many layers, that of the same image. */
function groupOf(claim: AncestorClaim, groups: readonly Group[]): Group | undefined {
  const fitting = groups.filter(
    (one) =>
      one.layers === claim.layers &&
      (claim.history === null || one.history === null || one.history === claim.history || isLate(claim, one.claims)),
  );
  const same = fitting.find(({ claims }) => claims.some(({ known }) => known !== null && known.reference === claim.known?.reference));
  return same ?? fitting[0];
}

/** buildah without `--layers` writes `FROM` at the first step that makes a layer, which LABEL and ENV may stand before: the known image of that name ends earlier. */
function isLate({ known, reference, history }: AncestorClaim, claims: readonly AncestorClaim[]): boolean {
  if (known !== null || reference === null) return false;
  return claims.some(
    (other) => other.known !== null && isSameTag(other.known.reference, reference) && (other.history ?? 0) < (history ?? 0),
  );
}

/** Same layers, but its config went another way than the subject's history shows: an image beside the ancestor, not the ancestor. */
function isCousin(claim: AncestorClaim, history: number | null): boolean {
  return claim.history === null && history !== null && claim.known !== null && claim.known.history !== null;
}

/** A maker's sign without a name speaks of the image that is known to end with the same layer, though not always with the same step. */
function withoutNameless(groups: readonly Group[]): readonly Group[] {
  const isNameless = ({ claims }: Group) => claims.every(({ reference, confidence }) => reference === null && confidence === 'inferred');
  const known = groups.filter(({ claims }) => claims.some((claim) => claim.known !== null));
  const nameless = groups.filter((group) => isNameless(group) && known.some(({ layers }) => layers === group.layers));
  for (const group of nameless) known.findLast(({ layers }) => layers === group.layers)?.claims.push(...group.claims);
  return groups.filter((group) => !nameless.includes(group));
}

function isEarlierBuild(claim: AncestorClaim, all: readonly AncestorClaim[], own: readonly string[]): boolean {
  const known = claim.known;
  if (known === null || known.origin !== 'learned') return false;
  const repository = repositoryOf(parseReference(known.reference));
  if (!own.some((name) => repositoryOf(parseReference(name)) === repository)) return false;
  return !all.some((other) => other.known === null && other.reference !== null && isSameTag(other.reference, known.reference));
}

function candidateOf(group: Group): Candidate {
  const recognised = group.claims
    .filter((claim) => claim.known !== null)
    .toSorted((a, b) => rankOf(a, group.claims) - rankOf(b, group.claims));
  const best = recognised[0] ?? group.claims.toSorted((a, b) => Number(a.reference === null) - Number(b.reference === null))[0];
  const reference = best?.reference ?? null;
  // A name that only the author or the history gives is no other name of the image that the digests show.
  const sameImage = recognised.some(isByDigests) ? recognised.filter(isByDigests) : recognised;
  const aliases = [...new Set(sameImage.flatMap((claim) => claim.reference ?? []))].filter((name) => name !== reference);
  // Images that merely begin alike have nothing to add where the image they begin with is known.
  const claims = recognised.length === 0 ? group.claims : group.claims.filter((claim) => claim.reference !== null || !isByDigests(claim));
  return { ...group, claims, reference, aliases, known: best?.known ?? null };
}

/** Which of several names of the same layers to show: one that the image itself names, then added, bundled, learned ones; shorter names first. */
function rankOf(claim: AncestorClaim, all: readonly AncestorClaim[]): number {
  const reference = claim.reference ?? '';
  const named = all.some((other) => other.known === null && other.reference !== null && isSameTag(other.reference, reference));
  const origins = { added: 1, bundled: 2, learned: 3 };
  const origin = claim.known === null ? 4 : origins[claim.known.origin];
  const sure = isByDigests(claim) ? 0 : 20;
  return sure + (named ? 0 : 10) + origin + Math.min(familiarName(parseReference(reference)).length, 900) / 1000;
}

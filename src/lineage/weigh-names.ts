import type { Image } from '../model/image.ts';
import type { Evidence } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { isSameRepository, isSameTag } from './ancestors.ts';
import { type Candidate, isRecognised } from './candidates.ts';
import { shortName } from './short-name.ts';
import { isForPlatform, type KnownImage, type KnownImages } from './known-image.ts';
import type { AncestorClaim } from './tracer.ts';

/** A known image under a claimed name or digest, its layers compared with the subject's. */
export interface Seen {
  /** What was found under the claim's name or digest. */
  readonly reference: string;
  readonly layers: number;
  readonly history: number | null;
  readonly fits: boolean;
  /** Found by the digest that the claim gives: then what does not fit is a contradiction, not a tag that moved. */
  readonly sure: boolean;
  readonly known: KnownImage | null;
  readonly where: string;
}

/** Null where the digests at hand are of two kinds, and show nothing. */
export function compareKnown(image: Image, known: KnownImage, sure: boolean): Seen | null {
  const ours = known.diffIds === null ? image.layers.map((layer) => layer.descriptor?.digest) : image.layers.map((layer) => layer.diffId);
  const theirs = known.diffIds ?? known.blobs;
  if (theirs.length === 0 || ours.some((digest) => digest === undefined || digest === null)) return null;
  const fits = theirs.length <= ours.length && theirs.every((digest, index) => digest === ours[index]);
  // Blobs may have been compressed anew: that they differ shows nothing.
  if (!fits && known.diffIds === null) return null;
  return { reference: known.reference, layers: theirs.length, history: null, fits, sure, known, where: `as seen ${known.seen}` };
}

/** A bundled record is one day's image of a tag that moves every few weeks: that an image is upon another says nothing against it. */
export function tellsOfTag({ known, sure }: Seen): boolean {
  return sure || known?.origin !== 'bundled';
}

/** Boundaries, with the names that were found wrong taken from them. */
export interface Weighed {
  readonly candidates: readonly Candidate[];
  readonly contradicted: readonly Evidence[];
  readonly problems: readonly Problem[];
}

/**
 * Weighs the names that only the author gives a boundary (comments, provenance, signs of a maker) against the images that
 * are known by those names. One whose layers end elsewhere, or that are not here at all, is not below this boundary.
 */
export async function weighNames(image: Image, candidates: readonly Candidate[], known: KnownImages): Promise<Weighed> {
  const kept: Candidate[] = [];
  const contradicted: Evidence[] = [];
  const problems: Problem[] = [];
  for (const candidate of candidates) {
    const fault = await faultOf(image, candidate, candidates, known);
    if (fault !== null) problems.push(fault.problem);
    else problems.push(...otherNames(candidate));
    if (fault === null || !fault.sure) kept.push(candidate);
    else {
      contradicted.push(...candidate.claims.filter(({ reference }) => reference !== null).map(contradictedEvidence));
      kept.push(...withoutName(candidate));
    }
  }
  return { candidates: kept, contradicted, problems };
}

/** A claim as evidence that better evidence speaks against. */
export function contradictedEvidence({ tracer, confidence, detail }: AncestorClaim): Evidence {
  return { tracer, confidence, detail: `${detail}; the layers are others`, contradicted: true };
}

/** What is wrong with the name of a boundary that no digest shows. */
async function faultOf(
  image: Image,
  candidate: Candidate,
  all: readonly Candidate[],
  index: KnownImages,
): Promise<{ readonly problem: Problem; readonly sure: boolean } | null> {
  const claim = candidate.claims.find(({ reference }) => reference === candidate.reference);
  const { reference } = candidate;
  if (claim === undefined || reference === null || isRecognised(candidate) || candidate.known !== null) return null;
  const elsewhere = all.find((other) => other.layers !== candidate.layers && isRecognised(other) && isNamed(other, reference));
  if (elsewhere !== undefined) {
    const message = `${claim.detail}, but ${shortName(reference)} ends with layer ${elsewhere.layers}: the claim is contradicted.`;
    return { problem: { kind: 'claim-contradicted', message, incomplete: false }, sure: true };
  }
  const records = (await index.find('reference', reference)).filter((known) => isForPlatform(known, image.platform));
  const seen = records.map((known) => compareKnown(image, known, false)).filter((one) => one !== null);
  const first = seen.find(tellsOfTag);
  if (first === undefined || seen.some(({ fits }) => fits)) return null;
  const message = `${claim.detail}, but the layers are not those of ${shortName(reference)} ${first.where}: the tag has moved, the layers were squashed or rewritten, or the claim is wrong.`;
  return { problem: { kind: 'tag-moved', message, incomplete: false }, sure: false };
}

function isNamed(candidate: Candidate, reference: string): boolean {
  return [candidate.reference, ...candidate.aliases].some((name) => name !== null && isSameTag(name, reference));
}

/** The boundary may be true for all that: something else may still speak for it. */
function withoutName(candidate: Candidate): readonly Candidate[] {
  const claims = candidate.claims.filter(({ reference }) => reference === null);
  return claims.length === 0 ? [] : [{ ...candidate, claims, reference: null, aliases: [] }];
}

/** The layers are those of one image, and the author calls it by the name of another repository. */
function otherNames(candidate: Candidate): readonly Problem[] {
  const { reference } = candidate;
  if (reference === null) return [];
  const names = [reference, ...candidate.aliases];
  const strangers = candidate.claims.filter(
    ({ reference: other, known }) => other !== null && known === null && !names.some((name) => isSameRepository(name, other)),
  );
  const how = candidate.known === null ? 'something else says' : 'the index knows these layers as';
  return strangers.map(
    ({ detail }): Problem => ({ kind: 'claims-disagree', message: `${detail}; ${how} ${shortName(reference)}.`, incomplete: false }),
  );
}

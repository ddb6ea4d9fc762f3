import type { Digest } from '../model/digest.ts';
import type { Evidence } from '../model/lineage.ts';
import type { Image } from '../model/image.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { isSameTag } from './ancestors.ts';
import type { Candidate } from './candidates.ts';
import { shortName } from './short-name.ts';
import { isForPlatform, type KnownImage, type KnownImages } from './known-image.ts';
import { type AncestorClaim, ancestorClaim } from './tracer.ts';
import { compareKnown, contradictedEvidence, type Seen, tellsOfTag, weighNames } from './weigh-names.ts';

/** A word about the parent that tells no boundary (an annotation, provenance), weighed against the layers. */
export interface Settled {
  /** Candidates, with this claim's evidence among theirs where it fits one of them. */
  readonly candidates: readonly Candidate[];
  /** The claim as a parent without a boundary, where nothing speaks for or against it. */
  readonly unplaced: readonly AncestorClaim[];
  /** Claims that the layers speak against. */
  readonly contradicted: readonly Evidence[];
  readonly problems: readonly Problem[];
}

/**
 * Opens an image by name for its manifest and config alone; null where it cannot be had. `word` says whose it is that this
 * image has to do with the subject: the user's (a Dockerfile, the user's own index), or only the image's own.
 */
export type OpenParent = (reference: string, platform: Platform, word: 'user' | 'image') => Promise<Image | null>;

/** Where the known images of a claim's name or digest are looked up. */
export interface SettlePorts {
  readonly known: KnownImages;
  /** Null where the network is not to be asked. */
  readonly openParent: OpenParent | null;
}

/**
 * Puts every claim without a boundary in its place: a candidate's evidence, a parent of its own, or contradicted. Names that
 * only the author gives a boundary are weighed too.
 */
export async function settleClaims(
  image: Image,
  candidates: readonly Candidate[],
  claims: readonly AncestorClaim[],
  ports: SettlePorts,
): Promise<Settled> {
  const weighed = await weighNames(image, candidates, ports.known);
  let settled: Settled = { unplaced: [], ...weighed };
  // Labels last: what the image says of its own parent goes before what it may have inherited.
  for (const claim of claims.toSorted((a, b) => Number(a.inheritable) - Number(b.inheritable)))
    settled = await settleClaim(image, settled, claim, ports);
  return settled;
}

/** The same for one claim more. */
export async function settleClaim(image: Image, before: Settled, claim: AncestorClaim, ports: SettlePorts): Promise<Settled> {
  const at = before.candidates.findIndex((candidate) => isAbout(claim, candidate));
  if (at >= 0) return joinCandidate(before, claim, at);
  const seen = await findParent(image, claim, ports);
  if (seen !== null && seen.fits) return addCandidate(before, claim, seen);
  if (seen !== null && seen.sure) return contradict(before, claim, seen);
  const moved = seen === null || !tellsOfTag(seen) ? [] : [movedProblem(claim, seen)];
  const recognised = before.candidates.find((candidate) => candidate.known !== null);
  if (claim.inheritable && recognised !== undefined)
    return { ...before, problems: [...before.problems, ...moved, inheritedOrNot(claim, recognised)] };
  const own = claim.inheritable ? parentClaim(before.candidates) : undefined;
  if (own !== undefined) return { ...before, problems: [...before.problems, ...moved, weaker(claim, own)] };
  if (recognised !== undefined && recognised.layers === image.layers.length)
    return { ...before, problems: [...before.problems, ...moved, disputed(claim, recognised)] };
  if (!claim.parent) return { ...before, problems: [...before.problems, ...moved, unplaced(claim)] };
  return { ...before, unplaced: [...before.unplaced, claim], problems: [...before.problems, ...moved] };
}

function isAbout(claim: AncestorClaim, candidate: Candidate): boolean {
  if (claim.digest !== null && candidate.claims.some((other) => digestsOf(other.known).includes(claim.digest as Digest))) return true;
  const names = candidate.claims.flatMap(({ reference }) => reference ?? []);
  return claim.reference !== null && names.some((name) => isSameTag(name, claim.reference ?? name));
}

/** It speaks of a known boundary. Where that is not the nearest one, a label was inherited, or an annotation is wrong. */
function joinCandidate(before: Settled, claim: AncestorClaim, at: number): Settled {
  const candidate = before.candidates[at];
  if (candidate === undefined) return before;
  const problems: Problem[] = [];
  const name = shortName(claim.reference ?? candidate.reference ?? '');
  const nearest = before.candidates[0];
  const isWrong = at > 0 && claim.parent && nearest !== undefined && nearest.reference !== null;
  if (isWrong) {
    const why = claim.inheritable ? 'labels are inherited: it speaks of the parent of an ancestor' : 'the layers show a nearer one';
    problems.push({
      kind: 'claim-contradicted',
      message: `${claim.detail}, but the parent is ${shortName(nearest?.reference ?? '')}: ${why}.`,
      incomplete: false,
    });
  }
  // A config's digest is of another kind: that it differs shows nothing.
  const digests = candidate.claims.flatMap(({ known }) =>
    [known?.index, known?.manifest].filter((one) => one !== undefined && one !== null),
  );
  if (claim.digest !== null && digests.length > 0 && !digests.includes(claim.digest)) {
    problems.push({
      kind: 'digest-differs',
      message: `${claim.detail}, but the layers are those of ${name} with another digest: an intermediate image, another platform, or a tag that moved.`,
      incomplete: false,
    });
  }
  const joined = preferName({ ...candidate, claims: [...candidate.claims, claim] }, claim.reference);
  return { ...before, candidates: before.candidates.with(at, joined), problems: [...before.problems, ...problems] };
}

/** Of several names of one image the one that the subject gives is shown first. */
function preferName(candidate: Candidate, name: string | null): Candidate {
  const { reference, aliases, claims } = candidate;
  if (name === null || reference === null || !aliases.includes(name)) return candidate;
  const known = claims.find((claim) => claim.known?.reference === name)?.known ?? candidate.known;
  return { ...candidate, reference: name, aliases: [reference, ...aliases.filter((alias) => alias !== name)], known };
}

/** Looks for the claimed parent, in the index and then in its registry, and compares its layers with the subject's. */
async function findParent(image: Image, claim: AncestorClaim, ports: SettlePorts): Promise<Seen | null> {
  if (claim.reference === null) return null;
  const byDigest = claim.digest === null ? [] : await ports.known.find('digest', claim.digest);
  const byName = (await ports.known.find('reference', claim.reference)).filter((known) => isForPlatform(known, image.platform));
  const seen = [
    ...byDigest.map((known) => compareKnown(image, known, true)),
    ...byName.map((known) => compareKnown(image, known, false)),
  ].filter((one) => one !== null);
  const found = seen.find((one) => one.fits) ?? seen.find((one) => one.sure);
  if (found !== undefined) return found;
  return (await openedParent(image, claim.reference, claim.digest, ports)) ?? seen[0] ?? null;
}

async function openedParent(image: Image, reference: string, digest: Digest | null, ports: SettlePorts): Promise<Seen | null> {
  if (ports.openParent === null) return null;
  const pinned = digest === null ? null : await ports.openParent(`${reference.replace(/@.*$/, '')}@${digest}`, image.platform, 'image');
  const parent = pinned ?? (await ports.openParent(reference, image.platform, 'image'));
  if (parent === null) return null;
  try {
    const theirs = parent.layers.map((layer) => layer.diffId);
    const fits = theirs.length > 0 && theirs.every((diffId, index) => diffId !== null && diffId === image.layers[index]?.diffId);
    const history = isHistoryPrefix(parent, image) ? parent.config.history.length : null;
    return {
      reference,
      layers: theirs.length,
      history,
      fits,
      sure: pinned !== null,
      known: null,
      where: `as ${parent.location} has it now`,
    };
  } finally {
    await parent.close();
  }
}

export function isHistoryPrefix(parent: Image, image: Image): boolean {
  const entries = parent.config.history;
  return entries.length > 0 && entries.every((entry, index) => entry.createdBy === image.config.history[index]?.createdBy);
}

function addCandidate(before: Settled, claim: AncestorClaim, seen: Seen): Settled {
  const detail = `${seen.layers === 1 ? 'the lowest layer is that' : `the lower ${seen.layers} layers are those`} of ${shortName(seen.reference)}, ${seen.where}`;
  const shown = ancestorClaim({
    tracer: seen.known === null ? 'registry' : 'chain-id',
    confidence: 'matched',
    reference: seen.reference,
    digest: seen.sure ? claim.digest : null,
    layers: seen.layers,
    history: seen.history,
    known: seen.known,
    detail,
  });
  const added: Candidate = {
    layers: seen.layers,
    history: seen.history,
    reference: claim.reference,
    aliases: [],
    claims: [shown, claim],
    known: seen.known,
  };
  const same = before.candidates.findIndex(
    (candidate) =>
      candidate.layers === seen.layers && (candidate.history === null || seen.history === null || candidate.history === seen.history),
  );
  const other = before.candidates[same];
  if (other !== undefined) {
    const aliases = [
      ...new Set([...other.aliases, ...(claim.reference !== null && claim.reference !== other.reference ? [claim.reference] : [])]),
    ];
    return { ...before, candidates: before.candidates.with(same, { ...other, aliases, claims: [...other.claims, shown, claim] }) };
  }
  return {
    ...before,
    candidates: [...before.candidates, added].toSorted((a, b) => b.layers - a.layers || (b.history ?? 0) - (a.history ?? 0)),
  };
}

function contradict(before: Settled, claim: AncestorClaim, seen: Seen): Settled {
  const message = `${claim.detail}, but the layers are not those of that image (${seen.where}): the claim is contradicted.`;
  return {
    ...before,
    contradicted: [...before.contradicted, contradictedEvidence(claim)],
    problems: [...before.problems, { kind: 'claim-contradicted', message, incomplete: false }],
  };
}

function movedProblem(claim: AncestorClaim, seen: Seen): Problem {
  const message = `${claim.detail}, but the layers are not those of ${shortName(seen.reference)} ${seen.where}: the tag has moved, the layers were squashed or rewritten, or the claim is wrong.`;
  return { kind: 'tag-moved', message, incomplete: false };
}

function inheritedOrNot(claim: AncestorClaim, candidate: Candidate): Problem {
  const name = candidate.reference === null ? 'an ancestor' : shortName(candidate.reference);
  return {
    kind: 'claim-unplaced',
    message: `${claim.detail}; nothing in the layers shows it. It may be inherited from ${name}.`,
    incomplete: false,
  };
}

/** What something that no child inherits says of the parent, at a boundary. */
function parentClaim(candidates: readonly Candidate[]): AncestorClaim | undefined {
  return candidates
    .flatMap(({ claims }) => claims)
    .find(({ parent, inheritable, reference }) => parent && !inheritable && reference !== null);
}

function weaker(claim: AncestorClaim, own: AncestorClaim): Problem {
  const message = `${claim.detail}, but ${own.detail}: a label may be inherited from an ancestor, and is the weaker word.`;
  return { kind: 'claims-disagree', message, incomplete: false };
}

/** One of several images that the build read: nothing shows which of them is the parent. */
function unplaced(claim: AncestorClaim): Problem {
  return { kind: 'claim-unplaced', message: `${claim.detail}; nothing shows where in the layers it stands.`, incomplete: false };
}

function disputed(claim: AncestorClaim, candidate: Candidate): Problem {
  const name = candidate.reference === null ? 'an ancestor' : shortName(candidate.reference);
  return { kind: 'claim-unplaced', message: `${claim.detail}, but all layers are those of ${name}.`, incomplete: false };
}

function digestsOf(known: KnownImage | null): readonly Digest[] {
  return known === null ? [] : [known.index, known.manifest, known.config].filter((digest) => digest !== null);
}

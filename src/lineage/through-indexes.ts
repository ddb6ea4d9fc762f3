import type { Image } from '../model/image.ts';
import type { Ancestor, Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { bestConfidence, isSameTag, worseResolution } from './ancestors.ts';
import { type Candidate, isRecognised } from './candidates.ts';
import { factsOf } from './facts.ts';
import { type Followed, type FollowPorts, follow, followKnown } from './follow.ts';
import { shortName } from './short-name.ts';
import { claimedParent, evidenceFrom, type Found, isSelfShown, selfReference } from './found.ts';
import type { KnownImage } from './known-image.ts';
import { ownOf, placeAncestor } from './place-ancestor.ts';
import type { TracerPorts } from './tracer.ts';

/** The lineage by what the image itself shows, and what the indexes tell of the names found in it. */
export async function throughIndexes(found: Found, ports: TracerPorts): Promise<Lineage> {
  const { image, candidates } = found;
  const claimed = claimedParent(found);
  const chain: Link[] = [];
  if (found.self !== null) chain.push(selfLink(found.self));
  if (claimed !== null) chain.push(await claimedLink(claimed.ancestor, image, ports));
  for (const [index, candidate] of candidates.entries()) {
    const below = { layers: candidates[index + 1]?.layers ?? 0, history: lowerHistory(candidates, index) };
    const ancestor = await placeAncestor(found, candidate, below, ports);
    const { reference, known, layers, history } = candidate;
    chain.push({ ancestor, reference, known, shown: isRecognised(candidate), boundary: { layers, history } });
  }
  const joined = await joinLinks(chain, image, ports);
  const end = endOf(found, joined);
  const [nearest] = joined.placed;
  // The image is known by name or digest, and what is below it by FROM edges alone.
  const declared = end.end === 'scratch' && nearest !== undefined && nearest.boundary === null;
  return {
    ancestors: joined.placed.map(({ ancestor }) => ancestor),
    own: ownAbove(image, nearest ?? null, end.end),
    declared,
    ...end,
    resolution: joined.resolution,
    asOf: joined.asOf,
    problems: [...found.problems, ...(claimed?.problems ?? []), ...joined.problems, ...(declared ? [unowned(image, nearest)] : [])],
  };
}

/** The history entry that the next lower candidate with a known one ends before. */
function lowerHistory(candidates: readonly Candidate[], index: number): number {
  return candidates.slice(index + 1).find((candidate) => candidate.history !== null)?.history ?? 0;
}

/** Where an ancestor ends: how many layers and history entries, from the bottom, are its own or below it. */
interface Boundary {
  readonly layers: number;
  readonly history: number | null;
}

/** A link of the chain whose name can be followed; `ancestor` null for the subject itself. */
interface Link {
  readonly ancestor: Ancestor | null;
  readonly reference: string | null;
  readonly known: KnownImage | null;
  /** Whether digests show it. */
  readonly shown: boolean;
  readonly boundary: Boundary | null;
}

interface Placed {
  readonly ancestor: Ancestor;
  readonly boundary: Boundary | null;
}

function selfLink(self: NonNullable<Found['self']>): Link {
  const shown = isSelfShown(self);
  return { ancestor: null, reference: selfReference(self), known: shown ? self.known : null, shown, boundary: null };
}

async function claimedLink(claimed: Ancestor, image: Image, ports: TracerPorts): Promise<Link> {
  const ancestor = { ...claimed, facts: await factsOf(claimed.reference, 'name', image.platform, ports) };
  return { ancestor, reference: claimed.reference, known: null, shown: false, boundary: null };
}

interface Joined {
  readonly placed: readonly Placed[];
  /** What is below the lowest link that digests show, where that goes on to scratch. */
  readonly shown: Followed | null;
  /** Whether the subject itself is shown to be an image whose lineage is known down to scratch. */
  readonly selfShown: boolean;
  readonly missing: string | null;
  readonly resolution: Lineage['resolution'];
  readonly asOf: string | null;
  readonly problems: readonly Problem[];
}

/** Puts between the links what the indexes say stands between them, and below the lowest what they say stands there. */
async function joinLinks(chain: readonly Link[], image: Image, ports: FollowPorts): Promise<Joined> {
  const placed: Placed[] = [];
  const problems: Problem[] = [];
  const used: Followed[] = [];
  let shown: Followed | null = null;
  let selfShown = false;
  let missing: string | null = null;
  for (const [index, link] of chain.entries()) {
    if (link.ancestor !== null && !isNamedAlready(link, placed)) placed.push({ ancestor: link.ancestor, boundary: link.boundary });
    if (link.reference === null) continue;
    const followed = await followLink(link, link.reference, image, ports);
    if (link.shown && followed.end === 'scratch') {
      shown = followed;
      selfShown ||= link.ancestor === null;
    }
    missing = followed.missing;
    const between = fillBetween(link, followed, chain.slice(index + 1));
    placed.push(...between.placed);
    problems.push(...between.problems);
    if (between.problems.length === 0) used.push(followed);
  }
  const { resolution, asOf } = datesOf(used);
  return { placed, shown, selfShown, missing, resolution, asOf, problems };
}

function followLink(link: Link, reference: string, image: Image, ports: FollowPorts): Promise<Followed> {
  return link.known !== null && link.shown ? followKnown(link.known, image.platform, ports) : follow(reference, image.platform, ports);
}

function datesOf(used: readonly Followed[]): Pick<Lineage, 'resolution' | 'asOf'> {
  return {
    resolution: used.reduce<Lineage['resolution']>((worst, one) => worseResolution(worst, one.resolution), null),
    asOf: used.findLast((one) => one.asOf !== null)?.asOf ?? null,
  };
}

/** What the index says is between a link and the next one that has a name. */
function fillBetween(
  link: Link,
  followed: Followed,
  rest: readonly Link[],
): { readonly placed: readonly Placed[]; readonly problems: readonly Problem[] } {
  const next = rest.find((other) => other.reference !== null);
  if (next === undefined) return { placed: nameBoundary(followed, rest), problems: [] };
  const at = followed.ancestors.findIndex((one) => isSameName(one.reference, next));
  if (at >= 0) return { placed: followed.ancestors.slice(0, at).map(unbounded), problems: [] };
  const isKnown = followed.ancestors.length > 0 || followed.end === 'scratch';
  return { placed: [], problems: isKnown && next.shown ? [differs(link, followed, next)] : [] };
}

/** One boundary without a name is left (a maker's sign in the history), and the names go down to scratch: the lowest of them ends there. */
function nameBoundary(followed: Followed, rest: readonly Link[]): readonly Placed[] {
  const lowest = followed.ancestors.at(-1);
  const [nameless] = rest;
  if (rest.length !== 1 || nameless === undefined || nameless.ancestor === null || lowest === undefined || followed.end !== 'scratch')
    return followed.ancestors.map(unbounded);
  const evidence = [...nameless.ancestor.evidence, ...lowest.evidence];
  const { reference, aliases, facts, resolution, asOf } = lowest;
  const named = { ...nameless.ancestor, reference, aliases, facts, resolution, asOf, evidence, confidence: bestConfidence(evidence) };
  return [...followed.ancestors.slice(0, -1).map(unbounded), { ancestor: named, boundary: nameless.boundary }];
}

function isNamedAlready(link: Link, placed: readonly Placed[]): boolean {
  return link.boundary !== null && link.reference === null && placed.some(({ boundary }) => boundary === link.boundary);
}

function unbounded(ancestor: Ancestor): Placed {
  return { ancestor, boundary: null };
}

function isSameName(reference: string | null, link: Link): boolean {
  const names = link.ancestor === null ? [link.reference] : [link.reference, ...link.ancestor.aliases];
  return reference !== null && names.some((name) => name !== null && isSameTag(name, reference));
}

function differs(link: Link, followed: Followed, next: Link): Problem {
  const when = followed.asOf === null ? '' : ` (as of ${followed.asOf})`;
  const said = followed.ancestors[0]?.reference ?? null;
  const message = `The index says ${shortName(link.reference ?? '')} is made FROM ${said === null ? 'scratch' : shortName(said)}${when}; this one has the layers of ${shortName(next.reference ?? '')}.`;
  return { kind: 'index-differs', message, incomplete: false };
}

function unowned({ layers }: Image, nearest: Placed | undefined): Problem {
  const name = shortName(nearest?.ancestor.reference ?? '');
  const message = `Which of the ${layers.length} layers are those of ${name} is not known: no image with its layers is at hand. That it is below, and scratch below all, is what the FROM edges say.`;
  return { kind: 'layers-unowned', message, incomplete: false };
}

function ownAbove(image: Image, nearest: Placed | null, end: Lineage['end']): Lineage['own'] {
  if (nearest === null) return end === 'scratch' ? ownOf(image, 0, 0) : { layers: null, history: null };
  return nearest.boundary === null ? { layers: null, history: null } : ownOf(image, nearest.boundary.layers, nearest.boundary.history);
}

function endOf(found: Found, joined: Joined): Pick<Lineage, 'end' | 'endEvidence' | 'missing'> {
  const nearest = joined.placed[0];
  const isAccounted = joined.selfShown || (nearest !== undefined && nearest.boundary !== null);
  if (joined.shown !== null && isAccounted) return { end: 'scratch', endEvidence: joined.shown.endEvidence, missing: null };
  const { scratch } = found;
  const isContested = nearest !== undefined || found.contradicted.length > 0;
  if (scratch !== null && scratch.confidence !== 'claimed' && !isContested)
    return { end: 'scratch', endEvidence: [evidenceFrom(scratch)], missing: null };
  return { end: 'unknown', endEvidence: [], missing: missingOf(found, joined) };
}

function missingOf(found: Found, joined: Joined): string {
  const lowest = found.candidates.at(-1);
  const nearest = joined.placed[0];
  if (found.image.layers.length === 0 && !joined.selfShown) return 'layers: a root file system has none';
  if (lowest !== undefined && !isRecognised(lowest)) return unshown(lowest);
  if (nearest !== undefined && nearest.boundary === null && !joined.selfShown)
    return `which layers are those of ${nearest.ancestor.reference === null ? 'the parent' : shortName(nearest.ancestor.reference)}: no known image has them, and the name alone shows nothing`;
  if (lowest !== undefined || (found.self !== null && isSelfShown(found.self))) return joined.missing ?? 'what is below';
  const imported = /^Imported from /.test(found.image.config.history[0]?.comment ?? '');
  return imported
    ? 'what was imported: docker import keeps no lineage of the file system it is given'
    : 'what the lower layers are: no known image has them';
}

function unshown(lowest: Candidate): string {
  const layers = lowest.layers === 1 ? 'layer 1 is' : `layers 1–${lowest.layers} are`;
  const which = lowest.layers === 1 ? 'it' : 'them';
  if (lowest.reference === null) return `which image ${layers} of: no known image ends with ${which}`;
  const proof = `proof that ${layers} ${shortName(lowest.reference)}`;
  if (lowest.known === null) return `${proof}: no known image has ${which}, and the history may say anything`;
  return lowest.known.origin === 'learned'
    ? `${proof}: an archive that was traced called itself so (fromage index add vouches for it)`
    : `${proof}: the history says so, and no digest at hand shows it`;
}

import { chainIds } from '../image/chain.ts';
import type { Image } from '../model/image.ts';
import type { Ancestor, Evidence, Lineage, Span } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { ancestorOf, bestConfidence, factsOf, isSameTag, worseResolution } from './ancestors.ts';
import { type Candidate, candidatesOf, evidenceOf, isRecognised } from './candidates.ts';
import { type Followed, follow, shortName } from './follow.ts';
import { isNameSure } from './known-image.ts';
import { isHistoryPrefix, type SettlePorts, settleClaims } from './settle.ts';
import type { AncestorClaim, Claim, ScratchClaim, SelfClaim, TracerPorts } from './tracer.ts';
import { TRACERS } from './tracers/index.ts';

export type LineagePorts = TracerPorts & SettlePorts;

export interface TraceSettings {
  /** Whether all layers were read and hashed: what is matched by DiffIDs that both sides hashed is then proven. */
  readonly verified: boolean;
}

/** An image's lineage, and the names it is known by itself. */
export interface TracedImage {
  readonly lineage: Lineage;
  /** The subject, where it is a known image. */
  readonly self: { readonly reference: string; readonly evidence: readonly Evidence[] } | null;
}

/** How far parents are asked of registries. */
const MAX_DEPTH = 16;

/**
 * What an image is made FROM. All tracers look; their claims are sorted into boundaries, weighed against the layers, and
 * joined with what the indexes (and, where it may be asked, the registry) tell of each ancestor.
 */
export async function traceImage(image: Image, settings: TraceSettings, ports: LineagePorts, depth = 0): Promise<TracedImage> {
  const results = await Promise.all(TRACERS.map((tracer) => tracer.find(image, ports)));
  const claims = results.flatMap((result) => result.claims);
  const ancestors = claims.filter((claim) => claim.kind === 'ancestor');
  const names = [image.reference, ...image.names].filter((name) => name !== null);
  const bounded = candidatesOf(ancestors, names);
  const settled = await settleClaims(
    image,
    bounded,
    ancestors.filter((claim) => claim.layers === null),
    ports,
  );
  const self = bestSelf(claims);
  const problems = [...image.problems, ...results.flatMap((result) => result.problems), ...settled.problems];
  const found: Found = {
    image,
    settings,
    self,
    candidates: settled.candidates,
    unplaced: settled.unplaced,
    contradicted: settled.contradicted,
    scratch: scratchOf(claims),
    problems,
  };
  const lineage = (await throughRegistry(found, ports, depth)) ?? (await throughIndexes(found, ports));
  return { lineage, self: self === null ? null : { reference: referenceOf(self), evidence: [pick(self)] } };
}

interface Found {
  readonly image: Image;
  readonly settings: TraceSettings;
  readonly self: SelfClaim | null;
  readonly candidates: readonly Candidate[];
  readonly unplaced: readonly AncestorClaim[];
  readonly contradicted: readonly Evidence[];
  readonly scratch: ScratchClaim | null;
  readonly problems: readonly Problem[];
}

/** The nearest ancestor, asked of its registry: where its layers are the subject's lower ones, its own lineage is the rest of the answer. */
async function throughRegistry(found: Found, ports: LineagePorts, depth: number): Promise<Lineage | null> {
  const { image, candidates } = found;
  const nearest = candidates[0];
  if (ports.openParent === null || depth >= MAX_DEPTH || found.unplaced.length > 0 || nearest === undefined || nearest.reference === null)
    return null;
  const parent = await ports.openParent(nearest.reference, image.platform);
  if (parent === null) return null;
  try {
    const fits =
      parent.layers.length === nearest.layers &&
      parent.layers.every((layer, index) => layer.diffId !== null && layer.diffId === image.layers[index]?.diffId);
    if (!fits || (parent.layers.length === image.layers.length && parent.config.history.length >= image.config.history.length)) return null;
    const history = nearest.history ?? (isHistoryPrefix(parent, image) ? parent.config.history.length : null);
    const below = (await traceImage(parent, { verified: false }, ports, depth + 1)).lineage;
    const detail = `${nearest.layers === 1 ? 'the lowest layer is that' : `the lower ${nearest.layers} layers are those`} of ${shortName(nearest.reference)}, as ${parent.location} has it now`;
    const evidence: Evidence = { tracer: 'registry', confidence: 'matched', detail };
    const first = await candidateAncestor(
      found,
      { ...nearest, history },
      below.own.layers?.first ?? boundaryBelow(below),
      historyBelow(below),
      ports,
    );
    const ancestor = {
      ...first,
      digest: parent.indexDigest ?? parent.manifestDigest ?? first.digest,
      evidence: [evidence, ...first.evidence],
      confidence: bestConfidence([evidence, ...first.evidence]),
    };
    return {
      ...below,
      ancestors: [ancestor, ...below.ancestors],
      own: ownOf(image, nearest.layers, history),
      problems: [...found.problems, ...below.problems],
    };
  } finally {
    await parent.close();
  }
}

/** The first layer above all ancestors that have layers. */
function boundaryBelow(lineage: Lineage): number {
  return Math.max(0, ...lineage.ancestors.map((ancestor) => (ancestor.layers === null ? 0 : ancestor.layers.last + 1)));
}

function historyBelow(lineage: Lineage): number {
  return Math.max(0, ...lineage.ancestors.map((ancestor) => (ancestor.history === null ? 0 : ancestor.history.last + 1)));
}

async function throughIndexes(found: Found, ports: LineagePorts): Promise<Lineage> {
  const { image, candidates } = found;
  const claimed = claimedParent(found);
  const placed = await Promise.all(
    candidates.map((candidate, index) =>
      candidateAncestor(found, candidate, candidates[index + 1]?.layers ?? 0, lowerHistory(candidates, index), ports),
    ),
  );
  const chain: Link[] = [];
  if (found.self !== null)
    chain.push({ ancestor: null, reference: referenceOf(found.self), recognised: found.self.confidence !== 'claimed' });
  if (claimed !== null)
    chain.push({ ancestor: await withFacts(claimed.ancestor, image, ports), reference: claimed.ancestor.reference, recognised: false });
  for (const [index, ancestor] of placed.entries()) {
    const candidate = candidates[index];
    chain.push({ ancestor, reference: ancestor.reference, recognised: candidate !== undefined && isRecognised(candidate) });
  }
  const joined = await joinLinks(chain, image, ports);
  const nearest = joined.ancestors[0] ?? null;
  const boundary =
    nearest === null
      ? joined.end === 'scratch' || found.scratch !== null
        ? 0
        : null
      : nearest.layers === null
        ? null
        : nearest.layers.last + 1;
  return {
    ancestors: joined.ancestors,
    own:
      boundary === null ? { layers: null, history: null } : ownOf(image, boundary, boundary === 0 ? 0 : (nearest?.history?.last ?? -2) + 1),
    declared: false,
    ...endOf(found, joined),
    resolution: joined.resolution,
    asOf: joined.asOf,
    problems: [...found.problems, ...(claimed?.problems ?? []), ...joined.problems],
  };
}

/** A link of the chain whose name can be followed; `ancestor` null for the subject itself. */
interface Link {
  readonly ancestor: Ancestor | null;
  readonly reference: string | null;
  readonly recognised: boolean;
}

interface Joined extends Followed {
  /** Whether some link that layers or digests show goes on to the end. */
  readonly accounted: boolean;
}

/** Puts between the links what the indexes say stands between them, and below the lowest what they say stands there. */
async function joinLinks(chain: readonly Link[], image: Image, ports: LineagePorts): Promise<Joined> {
  const ancestors: Ancestor[] = [];
  const problems: Problem[] = [];
  let best: Followed | null = null;
  let resolution: Joined['resolution'] = null;
  let asOf: string | null = null;
  for (const [index, link] of chain.entries()) {
    if (link.ancestor !== null) ancestors.push(link.ancestor);
    const next = chain.slice(index + 1).find((other) => other.reference !== null);
    const followed = link.reference === null ? null : await follow(link.reference, image.platform, ports);
    if (link.recognised && followed?.end === 'scratch') best = followed;
    if (followed === null) continue;
    const at = next === undefined ? followed.ancestors.length : followed.ancestors.findIndex((one) => isSameName(one.reference, next));
    if (at >= 0) {
      ancestors.push(...followed.ancestors.slice(0, at));
      resolution = worseResolution(resolution, followed.resolution);
      asOf = followed.asOf ?? asOf;
    } else if (followed.ancestors[0] !== undefined && next?.recognised === true && link.recognised)
      problems.push(differs(link, followed.ancestors[0], next, followed));
  }
  const last = chain.findLast((link) => link.reference !== null);
  const end = last?.reference === null || last === undefined ? null : await follow(last.reference, image.platform, ports);
  const answer = best ?? end;
  const reached = best !== null && end?.end === 'scratch' ? end : answer;
  return {
    ancestors,
    problems,
    resolution: worseResolution(resolution, best === null ? null : best.resolution),
    asOf: asOf ?? best?.asOf ?? null,
    end: best === null ? 'unknown' : 'scratch',
    endEvidence: best === null ? [] : (reached?.endEvidence ?? []),
    missing: answer?.missing ?? null,
    accounted: best !== null,
  };
}

function isSameName(reference: string | null, link: Link): boolean {
  const names = link.ancestor === null ? [link.reference] : [link.reference, ...link.ancestor.aliases];
  return reference !== null && names.some((name) => name !== null && isSameTag(name, reference));
}

function differs(link: Link, said: Ancestor, next: Link, followed: Followed): Problem {
  const when = followed.asOf === null ? '' : ` (as of ${followed.asOf})`;
  const message = `The index says ${shortName(link.reference ?? '')} is made FROM ${shortName(said.reference ?? '')}${when}; this one has the layers of ${shortName(next.reference ?? '')}.`;
  return { kind: 'index-differs', message, incomplete: false };
}

function endOf(found: Found, joined: Joined): Pick<Lineage, 'end' | 'endEvidence' | 'missing'> {
  if (joined.end === 'scratch') return { end: 'scratch', endEvidence: joined.endEvidence, missing: null };
  const scratch = found.scratch;
  if (scratch !== null && scratch.confidence !== 'claimed' && found.unplaced.length === 0)
    return { end: 'scratch', endEvidence: [pick(scratch)], missing: null };
  const lowest = found.candidates.at(-1);
  if (lowest !== undefined && isRecognised(lowest)) return { end: 'unknown', endEvidence: [], missing: joined.missing };
  if (lowest !== undefined) return { end: 'unknown', endEvidence: [], missing: unshown(lowest) };
  if (found.unplaced.length > 0)
    return {
      end: 'unknown',
      endEvidence: [],
      missing: `which layers are those of the parent: no known image has them, the name is the author's word`,
    };
  return {
    end: 'unknown',
    endEvidence: [],
    missing: found.image.layers.length === 0 ? 'layers: a root file system has none' : 'what the lower layers are: no known image has them',
  };
}

function unshown(lowest: Candidate): string {
  const layers = lowest.layers === 1 ? 'layer 1 is' : `layers 1–${lowest.layers} are`;
  const what = lowest.reference === null ? 'an image that is not known' : shortName(lowest.reference);
  const why =
    lowest.known === null
      ? `no known image has ${lowest.layers === 1 ? 'it' : 'them'}, and the history may say anything`
      : 'an archive that was traced called itself so (fromage index add vouches for it)';
  return `proof that ${layers} ${what}: ${why}`;
}

async function candidateAncestor(
  found: Found,
  candidate: Candidate,
  below: number,
  historyFirst: number,
  ports: LineagePorts,
): Promise<Ancestor> {
  const { image } = found;
  const layers: Span | null = candidate.layers > below ? { first: below, last: candidate.layers - 1 } : null;
  const proven = found.settings.verified && candidate.known?.hashed === true;
  const evidence = evidenceOf(candidate).map(
    (one): Evidence => (proven && one.tracer === 'chain-id' && one.confidence === 'matched' ? { ...one, confidence: 'proven' } : one),
  );
  const diffIds = image.layers.slice(0, candidate.layers).flatMap((layer) => layer.diffId ?? []);
  const chain = diffIds.length === candidate.layers ? (chainIds(diffIds, ports.hash).at(-1) ?? null) : null;
  const history =
    candidate.history === null || candidate.history <= historyFirst ? null : { first: historyFirst, last: candidate.history - 1 };
  const known = candidate.known;
  // buildah's base.digest may be that of an intermediate image: a claimed digest stays in its evidence.
  const digest = known?.index ?? known?.manifest ?? null;
  return ancestorOf(candidate.reference, evidence, {
    aliases: candidate.aliases,
    digest,
    chainId: chain,
    layers,
    history,
    size: layers === null ? 0 : sizeOf(image, layers),
    created: known?.created ?? (candidate.history === null ? null : (image.config.history[candidate.history - 1]?.created ?? null)),
    facts: await factsOf(
      candidate.reference,
      isRecognised(candidate) && known !== null && isNameSure(known) ? 'layers' : 'name',
      image.platform,
      ports.official,
    ),
  });
}

/** The history entry that the next lower candidate with a known one ends before. */
function lowerHistory(candidates: readonly Candidate[], index: number): number {
  return candidates.slice(index + 1).find((candidate) => candidate.history !== null)?.history ?? 0;
}

function sizeOf(image: Image, span: Span): number | null {
  let total = 0;
  for (const layer of image.layers.slice(span.first, span.last + 1)) {
    if (layer.size === null) return null;
    total += layer.size;
  }
  return total;
}

/** What annotations and provenance say, where no layer speaks for or against it. The manifest's own word goes before an inherited label's. */
function claimedParent(found: Found): { readonly ancestor: Ancestor; readonly problems: readonly Problem[] } | null {
  const sorted = found.unplaced.toSorted((a, b) => Number(a.inheritable) - Number(b.inheritable));
  const first = sorted[0];
  if (first === undefined || first.reference === null) return null;
  const name = first.reference;
  const same = sorted.filter((claim) => claim.reference !== null && isSameTag(claim.reference, name));
  const others = sorted.filter((claim) => !same.includes(claim));
  const problems = others.map(
    (claim): Problem => ({ kind: 'claims-disagree', message: `${claim.detail}, but ${first.detail}.`, incomplete: false }),
  );
  const evidence = [...same.map(pick), ...found.contradicted];
  return { ancestor: ancestorOf(name, evidence, { digest: same.find((claim) => claim.digest !== null)?.digest ?? null }), problems };
}

async function withFacts(ancestor: Ancestor, image: Image, ports: LineagePorts): Promise<Ancestor> {
  return { ...ancestor, facts: await factsOf(ancestor.reference, 'name', image.platform, ports.official) };
}

function ownOf(image: Image, boundary: number, history: number | null): Lineage['own'] {
  const layers = boundary < image.layers.length ? { first: boundary, last: image.layers.length - 1 } : null;
  const steps = image.config.history.length;
  return { layers, history: history === null || history < 0 || history >= steps ? null : { first: history, last: steps - 1 } };
}

/** The best of the claims about the subject itself; one by its layers goes before one by its name. */
function bestSelf(claims: readonly Claim[]): SelfClaim | null {
  const selfs = claims.filter((claim) => claim.kind === 'self');
  return selfs.find((claim) => claim.known !== null) ?? selfs.find((claim) => claim.confidence !== 'claimed') ?? selfs[0] ?? null;
}

function scratchOf(claims: readonly Claim[]): ScratchClaim | null {
  const scratch = claims.filter((claim) => claim.kind === 'scratch');
  return scratch.find((claim) => claim.confidence !== 'claimed') ?? scratch[0] ?? null;
}

function referenceOf(self: SelfClaim): string {
  return self.known?.reference ?? self.reference ?? '';
}

function pick(claim: Claim): Evidence {
  return { tracer: claim.tracer, confidence: claim.confidence, detail: claim.detail };
}

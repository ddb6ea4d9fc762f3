import type { Ancestor, Evidence, Resolution } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { parseReference } from '../model/reference.ts';
import { ancestorOf, factsOf, fullReference, isSameTag, worseResolution } from './ancestors.ts';
import { isForPlatform, isNameSure, type KnownImage, type KnownImages, originOf } from './known-image.ts';
import type { OfficialIndex } from './official-index.ts';
import { type OfficialName, officialName } from './official-name.ts';
import { shortName } from './short-name.ts';

/** No image stands on more; a longer chain is a loop or a lie. */
const MAX_DEPTH = 64;

export interface FollowPorts {
  readonly known: KnownImages;
  readonly official: OfficialIndex;
}

/** What is below a name, by FROM edges alone: no layer was looked at. */
export interface Followed {
  readonly ancestors: readonly Ancestor[];
  readonly end: 'scratch' | 'unknown';
  readonly endEvidence: readonly Evidence[];
  readonly missing: string | null;
  readonly resolution: Resolution | null;
  readonly asOf: string | null;
  readonly problems: readonly Problem[];
}

/** Goes from a name (in full) to `scratch` over the FROM edges that the indexes have, as far as they go. */
export async function follow(start: string, platform: Platform | null, ports: FollowPorts): Promise<Followed> {
  const ancestors: Ancestor[] = [];
  const seen = new Set([start]);
  let resolution: Resolution | null = null;
  let asOf: string | null = null;
  let at = start;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const edge = await edgeFrom(at, platform, ports);
    resolution = worseResolution(resolution, edge.resolution);
    asOf = edge.asOf ?? asOf;
    const found = { ancestors, endEvidence: [], resolution, asOf, problems: [] };
    if (edge.to === 'scratch') return { ...found, end: 'scratch', endEvidence: [edge.evidence], missing: null };
    if (edge.to === null) return { ...found, end: 'unknown', missing: edge.evidence.detail };
    if (seen.has(edge.to)) return { ...found, end: 'unknown', missing: `${shortName(at)} leads back to ${shortName(edge.to)}` };
    seen.add(edge.to);
    ancestors.push(await namedAncestor(edge.to, edge, platform, ports));
    at = edge.to;
  }
  return {
    ancestors,
    end: 'unknown',
    endEvidence: [],
    missing: `the chain is longer than ${MAX_DEPTH} images`,
    resolution,
    asOf,
    problems: [],
  };
}

/**
 * What is below an image that was recognised: what its own trace found, and not what another image of the same name stands
 * on. An official image whose trace did not reach the end goes on by the official index.
 */
export async function followKnown(known: KnownImage, platform: Platform | null, ports: FollowPorts): Promise<Followed> {
  const { below, reference } = known;
  if (below === null || (below.end === 'unknown' && officialName(reference) !== null))
    return follow(reference, platform, { ...ports, known: NONE });
  const named = await follow(reference, platform, ports);
  // The same answer by way of the names has more to tell: dates, resolutions.
  if (named.end === below.end && isSameChain(named.ancestors, below.ancestors)) return named;
  const told = `the trace of ${shortName(reference)} (${originOf(known)})`;
  const edge = (detail: string): Evidence => ({ tracer: 'index', confidence: 'claimed', detail });
  const ancestors = below.ancestors.map(async (name) => {
    const facts = await factsOf(name, 'name', platform, ports.official);
    return ancestorOf(name, [edge(`${told} found ${shortName(name)} below it`)], { digest: parseReference(name).digest, facts });
  });
  const end = below.end;
  return {
    ancestors: await Promise.all(ancestors),
    end,
    endEvidence: end === 'scratch' ? [edge(`${told} ended in scratch`)] : [],
    missing: end === 'scratch' ? null : `what is below ${shortName(below.ancestors.at(-1) ?? reference)}: ${told} did not find it`,
    resolution: null,
    asOf: null,
    problems: [],
  };
}

const NONE: KnownImages = { find: async () => [] };

function isSameChain(ancestors: readonly Ancestor[], names: readonly string[]): boolean {
  return ancestors.length === names.length && ancestors.every(({ reference }, index) => isSameName(reference, names[index]));
}

function isSameName(a: string | null, b: string | undefined): boolean {
  return a !== null && b !== undefined && isSameTag(a, b);
}

interface Edge {
  /** In full, or `scratch`; null where it is not known: `evidence.detail` then says what is missing. */
  readonly to: string | null;
  readonly evidence: Evidence;
  readonly resolution: Resolution | null;
  readonly asOf: string | null;
}

async function edgeFrom(reference: string, platform: Platform | null, ports: FollowPorts): Promise<Edge> {
  return (await localEdge(reference, platform, ports)) ?? officialEdge(reference, platform, ports);
}

/** An image that the user added knows its own parent, from its own trace; an official name goes on by the official index where that trace did not reach the end. */
async function localEdge(reference: string, platform: Platform | null, ports: FollowPorts): Promise<Edge | null> {
  const images = await ports.known.find('reference', reference);
  const image = images.find((one) => one.below !== null && mayTell(one) && (platform === null || isForPlatform(one, platform)));
  const below = image?.below;
  if (image === undefined || below === null || below === undefined) return null;
  const next = below.ancestors[0] ?? (below.end === 'scratch' ? 'scratch' : null);
  if (next === null) return null;
  const verb = image.origin === 'added' ? 'added to the index' : 'traced';
  const detail = `${shortName(reference)} was ${verb} on ${image.seen}, and stood on ${next === 'scratch' ? next : shortName(next)}`;
  return { to: next, evidence: { tracer: 'index', confidence: 'claimed', detail }, resolution: null, asOf: null };
}

/** What a traced archive calls itself must not stand before what the official index says of that name. */
function mayTell(image: KnownImage): boolean {
  return image.origin !== 'learned' || isNameSure(image) || officialName(image.reference) === null;
}

async function officialEdge(reference: string, platform: Platform | null, ports: FollowPorts): Promise<Edge> {
  const { official } = ports;
  const nothing = (detail: string): Edge => ({
    to: null,
    evidence: { tracer: 'index', confidence: 'claimed', detail },
    resolution: null,
    asOf: null,
  });
  // Who names a digest is given that, whatever the tag beside it.
  const name = (await officialNameByDigest(reference, ports.known)) ?? officialName(reference);
  if (name === null) return nothing(`what ${shortName(reference)} is made FROM: no index at hand has it`);
  const entry = await official.find(name.image, name.tag, platform);
  if (entry === null) {
    const what = official.has(name.image)
      ? `the official image ${name.image} has no tag ${name.tag}`
      : `there is no official image ${name.image}`;
    return nothing(`what ${shortName(reference)} is made FROM: ${what} (as of ${official.asOf})`);
  }
  const to = entry.from === 'scratch' ? 'scratch' : entry.from === null ? null : fullReference(entry.from);
  if (to === null) return nothing(`what ${shortName(reference)} is made FROM: ${entry.detail}`);
  const detail = `${shortName(reference)}: ${entry.detail} (as of ${official.asOf})`;
  return { to, evidence: { tracer: 'index', confidence: 'claimed', detail }, resolution: entry.resolution, asOf: official.asOf };
}

/** The tag that a digest was seen under: `debian@sha256:…` has none, and the one in `debian:12@sha256:…` may be another. */
async function officialNameByDigest(reference: string, known: KnownImages): Promise<OfficialName | null> {
  const { digest } = parseReference(reference);
  const images = digest === null ? [] : await known.find('digest', digest);
  return images.map((image) => officialName(image.reference)).find((name) => name !== null) ?? null;
}

async function namedAncestor(reference: string, edge: Edge, platform: Platform | null, ports: FollowPorts): Promise<Ancestor> {
  const facts = await factsOf(reference, 'name', platform, ports.official);
  return ancestorOf(reference, [edge.evidence], {
    resolution: edge.resolution,
    asOf: edge.asOf,
    digest: parseReference(reference).digest,
    facts,
  });
}

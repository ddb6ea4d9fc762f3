import type { Ancestor, Evidence, Resolution } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { parseReference } from '../model/reference.ts';
import { ancestorOf, isSameTag, worseResolution } from './ancestors.ts';
import { type Edge, type EdgePorts, edgeFrom, edgeOfKnown } from './edges.ts';
import { factsOf } from './facts.ts';
import { type KnownImage, originOf } from './known-image.ts';
import { officialName } from './official-name.ts';
import { shortName } from './short-name.ts';

/** No image stands on more; a longer chain is a loop or a lie. */
const MAX_DEPTH = 64;

export type FollowPorts = EdgePorts;

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

/** Goes from a name (in full) to `scratch` over the FROM edges that the indexes have, as far as they go; `first` is the first, where it is known. */
export async function follow(start: string, platform: Platform | null, ports: FollowPorts, first: Edge | null = null): Promise<Followed> {
  const ancestors: Ancestor[] = [];
  const seen = new Set([start]);
  let resolution: Resolution | null = null;
  let asOf: string | null = null;
  let at = start;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const edge = (depth === 0 ? first : null) ?? (await edgeFrom(at, platform, ports));
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
  if (known.origin === 'bundled' || below === null)
    return follow(reference, platform, ports, await edgeOfKnown(known, reference, platform, ports));
  if (below.end === 'unknown' && officialName(reference) !== null)
    return follow(reference, platform, ports, await edgeOfKnown({ ...known, below: null }, reference, platform, ports));
  const named = await follow(reference, platform, ports);
  // The same answer by way of the names has more to tell: dates, resolutions.
  if (named.end === below.end && isSameChain(named.ancestors, below.ancestors)) return named;
  const told = `the trace of ${shortName(reference)} (${originOf(known)})`;
  const edge = (detail: string): Evidence => ({ tracer: 'index', confidence: 'claimed', detail });
  const ancestors = below.ancestors.map(async (name) => {
    const facts = await factsOf(name, 'name', platform, ports);
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

function isSameChain(ancestors: readonly Ancestor[], names: readonly string[]): boolean {
  return ancestors.length === names.length && ancestors.every(({ reference }, index) => isSameName(reference, names[index]));
}

function isSameName(a: string | null, b: string | undefined): boolean {
  return a !== null && b !== undefined && isSameTag(a, b);
}

async function namedAncestor(reference: string, edge: Edge, platform: Platform | null, ports: FollowPorts): Promise<Ancestor> {
  const facts = await factsOf(reference, 'name', platform, ports);
  return ancestorOf(reference, [edge.evidence], {
    resolution: edge.resolution,
    asOf: edge.asOf,
    digest: parseReference(reference).digest,
    facts,
  });
}

import type { Evidence, Resolution } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import { parseReference } from '../model/reference.ts';
import { fullReference } from './ancestors.ts';
import { findByDigest } from './digest-name.ts';
import { isForPlatform, isNameSure, type KnownImage, type KnownImages } from './known-image.ts';
import type { OfficialEntry, OfficialIndex } from './official-index.ts';
import { officialName } from './official-name.ts';
import { shortName } from './short-name.ts';

export interface EdgePorts {
  readonly known: KnownImages;
  readonly official: OfficialIndex;
}

/** What one image is made FROM, as an index tells. */
export interface Edge {
  /** In full, or `scratch`; null where it is not known: `evidence.detail` then says what is missing. */
  readonly to: string | null;
  readonly evidence: Evidence;
  readonly resolution: Resolution | null;
  readonly asOf: string | null;
}

/** The edge from a name in full: the user's index goes first, then what is known of the digest, then the official library. */
export async function edgeFrom(reference: string, platform: Platform | null, ports: EdgePorts): Promise<Edge> {
  const images = await ports.known.find('reference', reference);
  const image = images.find((one) => one.below !== null && mayTell(one) && (platform === null || isForPlatform(one, platform)));
  const local = image === undefined ? null : edgeOf(image, reference);
  if (local !== null) return local;
  const seen = await findByDigest(reference, platform, ports.known);
  return edgeOfKnown(seen, reference, platform, ports);
}

/** The edge from an image that was recognised, whatever stands under its name today; `known` null where only the name is known. */
export async function edgeOfKnown(known: KnownImage | null, reference: string, platform: Platform | null, ports: EdgePorts): Promise<Edge> {
  const own = known === null || !mayTell(known) ? null : edgeOf(known, reference);
  return own ?? officialEdge(known, reference, platform, ports.official);
}

/** What a traced archive calls itself must not stand before what the official index says of that name. */
function mayTell(image: KnownImage): boolean {
  return image.origin !== 'learned' || isNameSure(image) || officialName(image.reference) === null;
}

/** An image that was added knows its own parent from its own trace, and a bundled one from its build; null where it does not. */
function edgeOf(image: KnownImage, reference: string): Edge | null {
  const next = image.below?.ancestors[0] ?? (image.below?.end === 'scratch' ? 'scratch' : null);
  if (next === null) return null;
  if (image.origin === 'bundled') return edgeOfBuild(image, reference, next);
  const verb = image.origin === 'added' ? 'added to the index' : 'traced';
  const detail = `${shortName(reference)} was ${verb} on ${image.seen}, and stood on ${next === 'scratch' ? next : shortName(next)}`;
  return { to: next, evidence: indexed(detail), resolution: null, asOf: null };
}

/** Its build named the parent by digest. That an operating system's image stands on nothing is only a rule. */
function edgeOfBuild({ reference: seenAs, seen }: KnownImage, reference: string, next: string): Edge {
  const was = `${shortName(reference)} was ${shortName(seenAs)} on ${seen}`;
  if (next !== 'scratch') return { to: next, evidence: indexed(`${was}, built FROM ${shortName(next)}`), resolution: 'exact', asOf: seen };
  const detail = `${was}; the library files it under operating systems, whose images stand on nothing`;
  return { to: next, evidence: indexed(detail), resolution: 'inferred', asOf: seen };
}

async function officialEdge(
  known: KnownImage | null,
  reference: string,
  platform: Platform | null,
  official: OfficialIndex,
): Promise<Edge> {
  const name = (known === null ? null : officialName(known.reference)) ?? officialName(reference);
  const what = `what ${shortName(reference)} is made FROM`;
  if (name === null) return nothing(`${what}: no index at hand has it`);
  const entry = await official.find(name.image, name.tag, platform);
  const tagged = `${name.image}:${name.tag}`;
  if (entry === null && !official.has(name.image))
    return nothing(`${what}: there is no official image ${name.image} (as of ${official.asOf})`);
  if (entry === null) return nothing(`${what}: ${tagged} is not among the tags built as of ${official.asOf}`);
  const to = entry.from === 'scratch' ? 'scratch' : entry.from === null ? null : fullReference(entry.from);
  if (to === null) return nothing(`${what}: ${entry.detail} (as of ${official.asOf})`);
  const told = `${shortName(reference)}: ${entry.detail} (as of ${official.asOf})`;
  const doubt = doubtOf(known, reference, tagged, official.asOf);
  const resolution = doubt === '' ? entry.resolution : weakened(entry);
  return { to, evidence: indexed(`${told}${doubt}`), resolution, asOf: official.asOf };
}

/** A tag's Dockerfile of one day says what another day's image stands on only where the library never changed its mind. */
function doubtOf(known: KnownImage | null, reference: string, tagged: string, asOf: string): string {
  const isPinned = parseReference(reference).digest !== null;
  if (!isPinned && known?.origin !== 'bundled') return '';
  const may = `the Dockerfile of ${tagged} of that day may not be that of the digest`;
  if (known === null) return `; ${may}`;
  return known.seen === asOf ? '' : `; this image was seen ${known.seen}, and ${may}`;
}

function weakened({ resolution }: OfficialEntry): Resolution | null {
  return resolution === null ? null : 'inferred';
}

function indexed(detail: string): Evidence {
  return { tracer: 'index', confidence: 'claimed', detail };
}

function nothing(detail: string): Edge {
  return { to: null, evidence: indexed(detail), resolution: null, asOf: null };
}

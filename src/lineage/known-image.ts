import { chainIds, historyKeys, withEmptySteps } from '../image/chain.ts';
import type { ChainId, Digest, DiffId } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import type { Lineage } from '../model/lineage.ts';
import { formatPlatform, matchPlatform, type Platform, parsePlatform } from '../model/platform.ts';
import type { HistoryEntry } from '../model/manifest.ts';
import type { Hash } from '../ports/index.ts';
import { fullReference } from './ancestors.ts';
import { officialName } from './official-name.ts';

/** An image that the index can recognise others by. */
export interface KnownImage {
  /** Canonical: `docker.io/library/debian:bookworm-slim`. */
  readonly reference: string;
  /** Other names of the same image that day. */
  readonly otherNames?: readonly string[];
  /** `linux/amd64`. */
  readonly platform: string;
  readonly index: Digest | null;
  readonly manifest: Digest | null;
  readonly config: Digest | null;
  readonly created: string | null;
  /** The day it was seen under its name: `2026-08-21`. */
  readonly seen: string;
  /** Bytes of its layers as stored. */
  readonly size: number | null;
  /** Digests of its layers as stored; empty where unknown. */
  readonly blobs: readonly Digest[];
  /** Null where no config was seen. */
  readonly diffIds: readonly DiffId[] | null;
  readonly history: readonly HistoryEntry[] | null;
  /** Who put it into the index: the bundle, `index add`, or a trace that learned it. */
  readonly origin: 'bundled' | 'added' | 'learned';
  /** The source it was read from: `docker` (a registry), `docker-archive` …; null for bundled ones. What an archive calls itself is the archive's word. */
  readonly source: string | null;
  /** Whether its layers were read and hashed when it was put in. */
  readonly hashed: boolean;
  /** What is below it, as its own trace found: parents nearest first, and the end. Null where it was not traced. */
  readonly below: { readonly ancestors: readonly string[]; readonly end: 'scratch' | 'unknown' } | null;
}

/** Where a known image's name comes from, and when: `seen 2026-08-21`, `learned 2026-11-25 from docker-archive`. */
export function originOf(known: KnownImage): string {
  if (known.origin === 'bundled') return `seen ${known.seen}`;
  return `${known.origin} ${known.seen}${known.source === 'docker' ? ' from its registry' : known.source === null ? '' : `, so named by ${known.source}`}`;
}

/** Whether the name is more than what the image's own file says: bundled facts, or an answer of the registry it names. */
export function isNameSure(known: KnownImage): boolean {
  return known.origin === 'bundled' || known.source === 'docker';
}

/** Its digest as people name it: the index's, else the manifest's. */
export function digestOf(known: KnownImage): Digest | null {
  return known.index ?? known.manifest;
}

/** Equal for two records of the same image under the same name. */
export function identityOf(known: KnownImage): string {
  return [known.reference, known.platform, known.config, known.manifest, known.origin].join(' ');
}

/** Whether it may be what is asked for on a platform; an unknown one fits any. */
export function isForPlatform(known: KnownImage, platform: Platform): boolean {
  const own = parsePlatform(known.platform);
  return own === null || matchPlatform(platform, own);
}

/**
 * An archive that was merely traced may have called itself anything: only its own trace is believed, and that not where it
 * calls itself an official image.
 */
export function isVouchedFor(known: KnownImage): boolean {
  if (known.origin !== 'learned' || isNameSure(known)) return true;
  return known.below?.end === 'scratch' && officialName(known.reference) === null;
}

/** What a stack of layers, blobs or steps is looked up by. */
export type KeyKind = 'chain' | 'chain-with-empty' | 'blobs' | 'history' | 'reference' | 'digest';

/** A collection of known images. */
export interface KnownImages {
  find(kind: KeyKind, key: string): Promise<readonly KnownImage[]>;
}

/** Every key an image is found by. A reader of an index with other habits (empty steps counted) finds it too. */
export function keysOf(image: KnownImage, hash: Hash): readonly (readonly [KeyKind, string])[] {
  const keys: [KeyKind, string][] = [['reference', image.reference]];
  for (const digest of [image.index, image.manifest, image.config]) if (digest !== null) keys.push(['digest', digest]);
  const chain = topOf(image.diffIds, hash);
  if (chain !== null) keys.push(['chain', chain]);
  const filled = image.diffIds !== null && image.history !== null ? withEmptySteps(image.diffIds, image.history) : null;
  const filledChain = topOf(filled, hash);
  if (filledChain !== null && filledChain !== chain) keys.push(['chain-with-empty', filledChain]);
  const blobs = topOf(image.blobs, hash);
  if (blobs !== null) keys.push(['blobs', blobs]);
  const history = image.history === null ? null : (historyKeys(image.history, hash).at(-1) ?? null);
  if (history !== null) keys.push(['history', history]);
  return keys;
}

function topOf(layers: readonly (DiffId | Digest)[] | null, hash: Hash): ChainId | null {
  return layers === null ? null : (chainIds(layers, hash).at(-1) ?? null);
}

/** All names of an image in full, each once; its own first. */
export function namesOf(image: Image): readonly string[] {
  const names = [...(image.reference === null ? [] : [image.reference]), ...image.names];
  return [...new Set(names.flatMap((name) => fullReference(name) ?? []))];
}

/** The records under which an image is remembered: one for each of its names. */
export function knownImagesOf(
  image: Image,
  lineage: Lineage,
  how: { readonly origin: 'added' | 'learned'; readonly names: readonly string[]; readonly seen: string; readonly hashed: boolean },
): readonly KnownImage[] {
  const sizes = image.layers.map((layer) => layer.size);
  const blobs = image.layers.flatMap((layer) => layer.descriptor?.digest ?? []);
  const diffIds = image.layers.flatMap((layer) => layer.diffId ?? []);
  if (diffIds.length !== image.layers.length || diffIds.length === 0) return [];
  return how.names.map((reference) => ({
    reference,
    platform: formatPlatform(image.platform),
    index: image.indexDigest,
    manifest: image.manifestDigest,
    config: image.configDigest,
    created: image.config.created,
    seen: how.seen,
    size: sizes.includes(null) ? null : sizes.reduce<number>((total, size) => total + (size ?? 0), 0),
    blobs: blobs.length === image.layers.length ? blobs : [],
    diffIds,
    history: image.config.history,
    origin: how.origin,
    source: image.source,
    hashed: how.hashed,
    below: { ancestors: lineage.ancestors.flatMap((ancestor) => ancestor.reference ?? []), end: lineage.end },
  }));
}

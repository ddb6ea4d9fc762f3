import { isAttestation, isUnknownPlatform, requireImage } from '../codec/manifests.ts';
import { FromageError } from '../model/error.ts';
import type { Attachment, Image } from '../model/image.ts';
import type { Descriptor, Manifest } from '../model/manifest.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { attestationsFor, loadAttachments } from './attachments.ts';
import type { Offer } from './choose-platform.ts';
import { choosePlatform, refuseOtherPlatform } from './choose-platform.ts';
import type { InflateLimits } from './decompress.ts';
import { makeLayers } from './image-layers.ts';
import { watchLayers } from './layer-checks.ts';
import { loadConfig, loadManifest } from './read-document.ts';
import type { BlobReader, StorePorts } from './source.ts';

/** What the image is called and where it was found; see Image. */
export interface About {
  readonly source: string;
  readonly location: string;
  readonly reference: string | null;
  readonly names: readonly string[];
  /** Gives back what the source holds open. Called once: when the (last) image is closed, or when resolving fails. */
  readonly close?: () => Promise<void>;
  /** Problems the source met before it came here. */
  readonly problems?: readonly Problem[];
}

/** What resolving hangs on, beside the ports. */
export interface ResolveSettings {
  /** Null: the host's where offered, else the only one, else `ambiguous`. */
  readonly platform: Platform | null;
  /** Bounds on unpacking a layer; LAYER_LIMITS where absent. */
  readonly layerLimits?: InflateLimits;
}

export type ResolvePorts = Pick<StorePorts, 'hash' | 'inflate' | 'blobs' | 'environment'>;

/** Indexes within indexes. */
const MAX_INDEX_DEPTH = 4;
/** Manifests and indexes in all that one root may lead to. */
const MAX_CANDIDATES = 10_000;
/** Indexes, and manifests without a stated platform, that are fetched to look into. */
const MAX_FETCHES = 100;

/**
 * The image that a manifest or an index leads to: platform chosen, config read and verified, layers ready to open.
 * Throws `not-an-image`, `not-found` and `ambiguous` (platform), `malformed` (also cyclic or too deep indexes), `too-large`,
 * `unsupported`, `digest-mismatch`, `truncated`, and what the reader throws. On failure `about.close` has been called.
 */
export async function resolveImage(
  root: Descriptor,
  reader: BlobReader,
  about: About,
  settings: ResolveSettings,
  ports: ResolvePorts,
): Promise<Image> {
  return closingOnFailure(about, async () => {
    const found = await collect(root, reader, ports);
    const offers = await withPlatforms(found, reader, ports);
    const what = about.reference ?? about.location;
    if (offers.length === 0) throw noImage(what);
    const chosen = loneUnstated(offers) ?? choosePlatform(offers, settings.platform, ports.environment.hostPlatform, what);
    return openOffer(chosen, offers, found, reader, about, settings, ports, about.close ?? noClose);
  });
}

/** Every platform's image, in the order of the index; each must be closed. Errors as resolveImage. */
export async function resolveAll(
  root: Descriptor,
  reader: BlobReader,
  about: About,
  settings: ResolveSettings,
  ports: ResolvePorts,
): Promise<readonly Image[]> {
  return closingOnFailure(about, async () => {
    const found = await collect(root, reader, ports);
    const offers = await withPlatforms(found, reader, ports);
    if (offers.length === 0) throw noImage(about.reference ?? about.location);
    const close = closeAfter(offers.length, about.close ?? noClose);
    const images: Image[] = [];
    for (const offer of offers) {
      images.push(await openOffer(offer, offers, found, reader, about, { ...settings, platform: null }, ports, once(close)));
    }
    return images;
  });
}

/** Every manifest of images that the root leads to, and the attestations beside them. */
interface Found {
  readonly root: Descriptor;
  readonly isIndex: boolean;
  readonly manifests: readonly Descriptor[];
  readonly attestations: readonly Descriptor[];
}

interface ManifestOffer extends Offer {
  readonly descriptor: Descriptor;
}

async function collect(root: Descriptor, reader: BlobReader, ports: ResolvePorts): Promise<Found> {
  const manifests: Descriptor[] = [];
  const attestations: Descriptor[] = [];
  let fetched = 0;
  const visit = async (descriptor: Descriptor, path: readonly string[]): Promise<boolean> => {
    if (path.includes(descriptor.digest)) throw new FromageError('malformed', `index ${descriptor.digest} contains itself`);
    if (path.length > MAX_INDEX_DEPTH)
      throw new FromageError('malformed', `index ${root.digest} nests deeper than ${MAX_INDEX_DEPTH} levels`);
    fetched += 1;
    if (fetched > MAX_FETCHES) throw new FromageError('too-large', `index ${root.digest} holds more than ${MAX_FETCHES} indexes`);
    const document = await loadManifest(descriptor, reader, ports);
    if (document.kind === 'manifest') {
      manifests.push(descriptor);
      return false;
    }
    for (const item of document.index.manifests) {
      if (isAttestation(item)) attestations.push(item);
      else if (mayBeIndex(item)) await visit(item, [...path, descriptor.digest]);
      else manifests.push(item);
    }
    if (manifests.length > MAX_CANDIDATES)
      throw new FromageError('too-large', `index ${root.digest} leads to more than ${MAX_CANDIDATES} manifests`);
    return true;
  };
  const isIndex = await visit(root, []);
  return { root, isIndex, manifests: preferImages(manifests), attestations };
}

/** Anything that does not say it is an image manifest is opened to see; so few write no media type that this costs nothing. */
function mayBeIndex(descriptor: Descriptor): boolean {
  return descriptor.mediaType === '' || /\.index\.|manifest\.list/.test(descriptor.mediaType);
}

/** Leaves out what says itself that it is no image, unless nothing else is there: then the error can name it. */
function preferImages(manifests: readonly Descriptor[]): readonly Descriptor[] {
  const distinct = [...new Map(manifests.map((item) => [item.digest, item])).values()];
  const images = distinct.filter((item) => item.artifactType === null && !(item.platform !== null && isUnknownPlatform(item.platform)));
  return images.length > 0 ? images : distinct.filter((item) => item.artifactType !== null);
}

/** Each manifest with its platform: the descriptor's, or, where that is silent, its config's. A lone manifest is not asked. */
async function withPlatforms(found: Found, reader: BlobReader, ports: ResolvePorts): Promise<readonly ManifestOffer[]> {
  const offers: ManifestOffer[] = [];
  let fetched = 0;
  for (const descriptor of found.manifests) {
    if (descriptor.platform !== null || found.manifests.length === 1) {
      offers.push({ descriptor, platform: descriptor.platform ?? UNKNOWN });
      continue;
    }
    fetched += 1;
    if (fetched > MAX_FETCHES)
      throw new FromageError('too-large', `index ${found.root.digest} leaves the platforms of its manifests unsaid`);
    const platform = await platformOfManifest(descriptor, reader, ports);
    if (platform !== null) offers.push({ descriptor, platform });
  }
  return offers;
}

/** The one manifest there is, of which only its config will tell the platform; null where there is something to choose. */
function loneUnstated(offers: readonly ManifestOffer[]): ManifestOffer | null {
  const [only] = offers;
  return offers.length === 1 && only !== undefined && isUnknownPlatform(only.platform) ? only : null;
}

const UNKNOWN: Platform = { os: 'unknown', architecture: 'unknown' };

async function platformOfManifest(descriptor: Descriptor, reader: BlobReader, ports: ResolvePorts): Promise<Platform | null> {
  const manifest = await loadImageManifest(descriptor, `manifest ${descriptor.digest}`, reader, ports).catch((error: unknown) => {
    if (error instanceof FromageError && error.code === 'not-an-image') return null;
    throw error;
  });
  return manifest === null ? null : (await loadConfig(manifest.config, reader, ports)).platform;
}

async function loadImageManifest(descriptor: Descriptor, what: string, reader: BlobReader, ports: ResolvePorts): Promise<Manifest> {
  const document = await loadManifest(descriptor, reader, ports);
  if (document.kind === 'index') throw new FromageError('malformed', `${what} calls itself a manifest and is an index`);
  requireImage(document.manifest, what);
  return document.manifest;
}

async function openOffer(
  offer: ManifestOffer,
  offers: readonly ManifestOffer[],
  found: Found,
  reader: BlobReader,
  about: About,
  settings: ResolveSettings,
  ports: ResolvePorts,
  close: () => Promise<void>,
): Promise<Image> {
  const what = about.reference ?? about.location;
  const manifest = await loadImageManifest(offer.descriptor, what, reader, ports);
  const config = await loadConfig(manifest.config, reader, ports);
  const platform = isUnknownPlatform(offer.platform) ? config.platform : offer.platform;
  refuseOtherPlatform(platform, settings.platform, what);
  const made = makeLayers(manifest.layers, config, reader, ports, settings.layerLimits);
  const watched = watchLayers(made.layers);
  const problems = [...(about.problems ?? []), ...made.problems];
  const index = found.isIndex ? found.root : null;
  const subject = { manifest: offer.descriptor, index, attestations: attestationsFor(offer.descriptor, found.attestations) };
  let attachments: Promise<readonly Attachment[]> | null = null;
  return {
    source: about.source,
    location: about.location,
    reference: about.reference,
    names: about.names,
    platform,
    otherPlatforms: offers.filter((other) => other !== offer).map((other) => other.platform),
    indexDigest: index?.digest ?? null,
    manifestDigest: offer.descriptor.digest,
    manifest,
    configDigest: manifest.config.digest,
    configVerified: true,
    config,
    layers: watched.layers,
    get problems() {
      return [...problems, ...watched.unchecked()];
    },
    attachments: () => {
      attachments ??= loadAttachments(subject, reader, ports, (problem) => problems.push(problem));
      return attachments;
    },
    close: once(close),
  };
}

async function closingOnFailure<T>(about: About, resolve: () => Promise<T>): Promise<T> {
  try {
    return await resolve();
  } catch (error) {
    await about.close?.();
    throw error;
  }
}

function noImage(what: string): FromageError {
  return new FromageError('not-an-image', `${what} is an index without any image in it`);
}

async function noClose(): Promise<void> {}

function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= close();
    return closing;
  };
}

function closeAfter(times: number, close: () => Promise<void>): () => Promise<void> {
  let left = times;
  return async () => {
    left -= 1;
    if (left === 0) await close();
  };
}

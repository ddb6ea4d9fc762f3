import { parseDigest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Descriptor, Index, Manifest } from '../model/manifest.ts';
import type { Platform } from '../model/platform.ts';
import type { JsonObject } from './json-shape.ts';
import { asBoundedArray, asObject, asText, asTextRecord, asTexts, parseJsonObject } from './json-shape.ts';

/** What the address of a manifest may hold. */
export type ManifestDocument =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'index'; readonly index: Index };

/** Bytes. Registries take manifests up to 4 MiB. */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
/** Manifests in an index, or layers in a manifest. */
export const MAX_DESCRIPTORS = 10_000;
/** Bytes a descriptor may claim; more is a lie or not for us. 16 TiB. */
const MAX_BLOB_BYTES = 2 ** 44;

export const MEDIA_TYPES = {
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
} as const;

/** What a registry is asked for (`Accept`), best first. */
export const MANIFEST_MEDIA_TYPES: readonly string[] = [
  MEDIA_TYPES.ociIndex,
  MEDIA_TYPES.ociManifest,
  MEDIA_TYPES.dockerIndex,
  MEDIA_TYPES.dockerManifest,
];

/**
 * Reads a manifest or an index (OCI 1.1, Docker schema 2). Its shape decides which it is; a `mediaType` inside that says
 * otherwise, or both shapes in one, is refused, lest two readers see two images in the same bytes (image-spec 1.0.2, manifest.md "mediaType").
 * `what` names it in errors. Throws `malformed`, `too-large`, `unsupported` (Docker schema 1), `not-an-image` (another kind of document).
 */
export function readManifest(bytes: Uint8Array, what: string): ManifestDocument {
  return readManifestObject(parseJsonObject(bytes, what, MAX_MANIFEST_BYTES), what);
}

/** The same for what is parsed already. It may be nested as deeply as its sender liked: it must not be written as JSON again. */
export function readManifestObject(json: JsonObject, what: string): ManifestDocument {
  const stated = asText(json['mediaType']);
  refuseSchema1(json, stated, what);
  const kind = shapeOf(json, stated, what);
  const statedKind = kindOfMediaType(stated);
  if (statedKind !== null && statedKind !== kind)
    throw new FromageError(
      'malformed',
      `${what} calls itself ${stated} but has the shape of an ${kind === 'index' ? 'index' : 'image manifest'}`,
    );
  return kind === 'index' ? { kind, index: readIndexJson(json, stated, what) } : { kind, manifest: readManifestJson(json, stated, what) };
}

/** Reads what must be an index, such as `index.json` of an image layout. Errors as readManifest. */
export function readIndex(bytes: Uint8Array, what: string): Index {
  const document = readManifest(bytes, what);
  if (document.kind === 'index') return document.index;
  throw new FromageError('malformed', `${what} is an image manifest, where an index is due`);
}

/** Whether a manifest is BuildKit's attestation beside an image, and no image itself. */
export function isAttestation(descriptor: Descriptor): boolean {
  return descriptor.annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** `unknown/unknown`: what BuildKit gives to all that is not to be run. */
export function isUnknownPlatform(platform: Platform): boolean {
  return platform.os === 'unknown' && platform.architecture === 'unknown';
}

/** Throws `not-an-image` where a manifest is for an artifact: a chart, a wasm module, a signature, an attestation. */
export function requireImage(manifest: Manifest, what: string): void {
  const kind = artifactTypeOf(manifest);
  if (kind === null) return;
  const name = KNOWN_ARTIFACTS.find(([pattern]) => pattern.test(kind))?.[1];
  const described = name === undefined ? `an artifact of type ${kind}` : `${name} (${kind})`;
  throw new FromageError('not-an-image', `${what} is ${described}, not a container image`);
}

/** What an artifact's manifest is for; null where it is a container image. */
export function artifactTypeOf(manifest: Manifest): string | null {
  const config = manifest.config.mediaType;
  if (!IMAGE_CONFIGS.has(config)) return manifest.artifactType ?? config;
  // Cosign signatures and BuildKit attestations carry an image's config type; only their layers tell.
  const layers = manifest.layers.map((layer) => layer.mediaType);
  if (layers.length === 0 || layers.some(isLayerMediaType)) return null;
  return manifest.artifactType ?? layers[0] ?? null;
}

/** Whether a media type is one that layers of images have; loosely, since old tools wrote all sorts. */
export function isLayerMediaType(mediaType: string): boolean {
  return /[.+]tar\b|image\.layer|rootfs|^application\/(octet-stream|x-tar|x-gtar|x-gzip|gzip)$/.test(mediaType);
}

/** A layer that registries do not hand out (Windows' base layers). */
export function isForeignLayer(descriptor: Descriptor): boolean {
  return /\.foreign\.|nondistributable/.test(descriptor.mediaType);
}

/** A layer of the ocicrypt kind, which needs a key. */
export function isEncryptedLayer(descriptor: Descriptor): boolean {
  return /\+encrypted$/.test(descriptor.mediaType);
}

/** Reads a descriptor. Throws `malformed` where digest or size are missing or no good. */
export function readDescriptor(value: unknown, what: string): Descriptor {
  const json = asObject(value);
  if (json === null) throw new FromageError('malformed', `${what} is missing or is no descriptor`);
  const digest = parseDigest(json['digest']);
  if (digest === null) throw new FromageError('malformed', `${what} has no valid digest`);
  return {
    mediaType: asText(json['mediaType']) ?? '',
    digest,
    size: readSize(json['size'], what),
    annotations: asTextRecord(json['annotations']),
    platform: readPlatform(json['platform']),
    artifactType: asText(json['artifactType']),
    urls: asTexts(json['urls']).slice(0, 100),
  };
}

const IMAGE_CONFIGS: ReadonlySet<string> = new Set([MEDIA_TYPES.ociConfig, MEDIA_TYPES.dockerConfig, 'application/octet-stream', '']);

const KNOWN_ARTIFACTS: readonly (readonly [RegExp, string])[] = [
  [/helm/, 'a Helm chart'],
  [/wasm/, 'a WebAssembly module'],
  [/cosign|simplesigning|sigstore|notary/, 'a signature'],
  [/in-toto/, 'an attestation'],
  [/spdx|cyclonedx/, 'an SBOM'],
  [/docker\.plugin/, 'a Docker plugin'],
  [/docker\.ai\.model|cncf\.model/, 'a model'],
  [/buildkit\.cacheconfig/, 'a BuildKit cache'],
];

function refuseSchema1(json: JsonObject, stated: string | null, what: string): void {
  const isSchema1 =
    json['schemaVersion'] === 1 || Array.isArray(json['fsLayers']) || (stated !== null && stated.includes('distribution.manifest.v1'));
  if (!isSchema1) return;
  throw new FromageError('unsupported', `${what} is a Docker schema 1 manifest, a format withdrawn in 2017`, {
    hint: 'push the image again with a current tool, for example: skopeo copy --format v2s2 docker://IMAGE docker://IMAGE',
  });
}

function shapeOf(json: JsonObject, stated: string | null, what: string): 'manifest' | 'index' {
  const isIndex = Array.isArray(json['manifests']);
  const isManifest = Array.isArray(json['layers']) || asObject(json['config']) !== null;
  if (isIndex && isManifest) throw new FromageError('malformed', `${what} has the shape of an image manifest and of an index at once`);
  if (isIndex) return 'index';
  if (isManifest) return 'manifest';
  const type = asText(json['artifactType']) ?? stated;
  if (Array.isArray(json['blobs']) && type !== null)
    throw new FromageError('not-an-image', `${what} is an artifact of type ${type}, not a container image`);
  throw new FromageError('malformed', `${what} is neither an image manifest nor an index`);
}

function kindOfMediaType(mediaType: string | null): 'manifest' | 'index' | null {
  if (mediaType === MEDIA_TYPES.ociIndex || mediaType === MEDIA_TYPES.dockerIndex) return 'index';
  return mediaType === MEDIA_TYPES.ociManifest || mediaType === MEDIA_TYPES.dockerManifest ? 'manifest' : null;
}

function readIndexJson(json: JsonObject, stated: string | null, what: string): Index {
  const manifests = asBoundedArray(json['manifests'], `the list of manifests of ${what}`, MAX_DESCRIPTORS);
  return {
    mediaType: stated ?? MEDIA_TYPES.ociIndex,
    artifactType: asText(json['artifactType']),
    manifests: manifests.map((item, i) => readDescriptor(item, `manifest ${i + 1} of ${what}`)),
    annotations: asTextRecord(json['annotations']),
    subject: readSubject(json['subject'], what),
  };
}

function readManifestJson(json: JsonObject, stated: string | null, what: string): Manifest {
  const layers = asBoundedArray(json['layers'], `the list of layers of ${what}`, MAX_DESCRIPTORS);
  return {
    mediaType: stated ?? MEDIA_TYPES.ociManifest,
    artifactType: asText(json['artifactType']),
    config: readDescriptor(json['config'], `the config of ${what}`),
    layers: layers.map((item, i) => readDescriptor(item, `layer ${i + 1} of ${what}`)),
    annotations: asTextRecord(json['annotations']),
    subject: readSubject(json['subject'], what),
  };
}

function readSubject(value: unknown, what: string): Descriptor | null {
  return value === undefined || value === null ? null : readDescriptor(value, `the subject of ${what}`);
}

function readSize(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new FromageError('malformed', `${what} has no valid size`);
  if (value > MAX_BLOB_BYTES) throw new FromageError('too-large', `${what} claims to have ${value} bytes`);
  return value;
}

function readPlatform(value: unknown): Platform | null {
  const json = asObject(value);
  const os = asText(json?.['os']);
  const architecture = asText(json?.['architecture']);
  if (json === null || os === null || architecture === null) return null;
  return platformOf(os, architecture, asText(json['variant']), asText(json['os.version']));
}

/** A platform without empty members. What can be no word of one (it is shown, and compared) is as good as unstated. */
export function platformOf(os: string, architecture: string, variant: string | null, osVersion: string | null): Platform {
  const platform = { os: wordIn(os) ?? 'unknown', architecture: wordIn(architecture) ?? 'unknown' };
  const [theVariant, theVersion] = [wordIn(variant), wordIn(osVersion)];
  return {
    ...platform,
    ...(theVariant === null ? {} : { variant: theVariant }),
    ...(theVersion === null ? {} : { osVersion: theVersion }),
  };
}

function wordIn(text: string | null): string | null {
  return text !== null && /^[\w.()+-]{1,100}$/.test(text) ? text : null;
}

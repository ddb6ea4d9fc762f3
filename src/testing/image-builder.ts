import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { MEDIA_TYPES } from '../codec/manifests.ts';
import type { DiffId, Digest } from '../model/digest.ts';
import { formatPlatform, parsePlatform } from '../model/platform.ts';
import type { LayerLine } from './layer-text.ts';
import { layerTar } from './layer-text.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** One step of an image: with `files` or `tar` it makes a layer, else only a history entry. */
export interface StepSpec {
  /** See layerItems. */
  readonly files?: string | readonly LayerLine[];
  /** The tar itself instead. */
  readonly tar?: Uint8Array;
  readonly createdBy?: string;
  readonly comment?: string;
  readonly created?: string;
  readonly compression?: Compression;
  /** Packs the tar in a way of its own (many members, damaged …) instead of `compression`. */
  readonly pack?: (tar: Uint8Array) => Uint8Array;
  /** Instead of the one that fits. */
  readonly mediaType?: string;
  /** False: the blob is left out, as with foreign layers. */
  readonly stored?: boolean;
  readonly urls?: readonly string[];
}

/** An image in words. Nothing is random: equal specs give equal digests. */
export interface ImageSpec {
  readonly layers?: readonly StepSpec[];
  /** Its layers and history come first, its config is inherited. */
  readonly base?: BuiltImage;
  /** `linux/arm64/v8`; `linux/amd64`, or the base's, where left out. */
  readonly platform?: string;
  /** Members of the config's `config`: `Env`, `Cmd`, `Labels` … laid over the base's. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Members laid over the whole config file, last: for what is unusual or wrong. */
  readonly configFile?: Readonly<Record<string, unknown>>;
  readonly created?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** For every layer that does not say otherwise; `gzip` where left out. */
  readonly compression?: Compression;
  /** Docker's media types instead of OCI's. */
  readonly docker?: boolean;
  /** Members laid over the manifest, last. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

export interface BuiltLayer {
  readonly digest: Digest;
  readonly diffId: DiffId;
  readonly mediaType: string;
  /** As stored. */
  readonly bytes: Uint8Array;
  readonly tar: Uint8Array;
  readonly stored: boolean;
  readonly urls: readonly string[];
}

/** JSON as it stands in the files. */
export type RawJson = Readonly<Record<string, unknown>>;

export interface RawDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: RawJson;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  readonly urls?: readonly string[];
}

/** Anything that has a root: an image, an index, an attachment. */
export interface Built {
  /** Everything by digest, the root's own bytes too. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Digest of the manifest or index. */
  readonly root: Digest;
  /** What an index says of it. */
  readonly descriptor: RawDescriptor;
}

export interface BuiltImage extends Built {
  readonly manifest: RawJson;
  readonly config: RawJson;
  readonly configDigest: Digest;
  readonly layers: readonly BuiltLayer[];
  readonly diffIds: readonly DiffId[];
}

/** Builds an image. */
export function buildImage(spec: ImageSpec = {}): BuiltImage {
  const steps = spec.layers ?? [];
  const docker = spec.docker ?? false;
  const own = steps.filter(makesLayer).map((step) => buildLayer(step, spec.compression ?? 'gzip', docker));
  const layers = [...(spec.base?.layers ?? []), ...own];
  const config = buildConfig(spec, steps, layers);
  const configBytes = toJson(config);
  const manifest: RawJson = {
    schemaVersion: 2,
    mediaType: docker ? MEDIA_TYPES.dockerManifest : MEDIA_TYPES.ociManifest,
    config: describe(docker ? MEDIA_TYPES.dockerConfig : MEDIA_TYPES.ociConfig, configBytes),
    layers: layers.map(layerDescriptor),
    ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
    ...spec.manifest,
  };
  const manifestBytes = toJson(manifest);
  const descriptor = { ...describe(String(manifest['mediaType']), manifestBytes), platform: platformJson(config) };
  const blobs = new Map<string, Uint8Array>([[sha256(configBytes), configBytes]]);
  for (const layer of layers.filter((item) => item.stored)) blobs.set(layer.digest, layer.bytes);
  blobs.set(descriptor.digest, manifestBytes);
  return {
    blobs,
    root: descriptor.digest,
    descriptor,
    manifest,
    config,
    configDigest: sha256(configBytes),
    layers,
    diffIds: layers.map((layer) => layer.diffId),
  };
}

/** `sha256:…` of these bytes. */
export function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

/** A descriptor of these bytes. */
export function describe(mediaType: string, bytes: Uint8Array): RawDescriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length };
}

export function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Packs bytes as layers and archives are packed. */
export function compress(bytes: Uint8Array, compression: Compression): Uint8Array {
  if (compression === 'none') return bytes;
  return new Uint8Array(compression === 'gzip' ? gzipSync(bytes) : zstdCompressSync(bytes));
}

function makesLayer(step: StepSpec): boolean {
  return step.files !== undefined || step.tar !== undefined;
}

function buildLayer(step: StepSpec, fallback: Compression, docker: boolean): BuiltLayer {
  const tar = step.tar ?? layerTar(step.files ?? []);
  const compression = step.compression ?? fallback;
  const bytes = step.pack?.(tar) ?? compress(tar, compression);
  return {
    digest: sha256(bytes),
    diffId: sha256(tar) as string as DiffId,
    mediaType: step.mediaType ?? (docker ? DOCKER_LAYERS : OCI_LAYERS)[compression],
    bytes,
    tar,
    stored: step.stored ?? true,
    urls: step.urls ?? [],
  };
}

const OCI_LAYERS: Readonly<Record<Compression, string>> = {
  none: MEDIA_TYPES.ociLayer,
  gzip: `${MEDIA_TYPES.ociLayer}+gzip`,
  zstd: `${MEDIA_TYPES.ociLayer}+zstd`,
};

const DOCKER_LAYERS: Readonly<Record<Compression, string>> = {
  none: 'application/vnd.docker.image.rootfs.diff.tar',
  gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  zstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
};

function layerDescriptor(layer: BuiltLayer): RawDescriptor {
  const { mediaType, digest, urls } = layer;
  return { mediaType, digest, size: layer.bytes.length, ...(urls.length === 0 ? {} : { urls }) };
}

function buildConfig(spec: ImageSpec, steps: readonly StepSpec[], layers: readonly BuiltLayer[]): RawJson {
  const base = spec.base?.config ?? {};
  const { os, architecture, variant } = parsePlatform(spec.platform ?? 'linux/amd64') ?? { os: 'linux', architecture: 'amd64' };
  const platform =
    spec.platform === undefined && spec.base !== undefined ? {} : { architecture, os, ...(variant === undefined ? {} : { variant }) };
  const created = spec.created ?? '2026-01-01T00:00:00Z';
  return {
    ...base,
    created,
    ...platform,
    config: { ...(base['config'] as RawJson | undefined), ...spec.config },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: [...((base['history'] as RawJson[] | undefined) ?? []), ...steps.map((step) => historyEntry(step, created))],
    ...spec.configFile,
  };
}

function historyEntry(step: StepSpec, created: string): RawJson {
  return {
    created: step.created ?? created,
    ...(step.createdBy === undefined ? {} : { created_by: step.createdBy }),
    ...(step.comment === undefined ? {} : { comment: step.comment }),
    ...(makesLayer(step) ? {} : { empty_layer: true }),
  };
}

function platformJson(config: RawJson): RawJson {
  const { os, architecture, variant } = config;
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** `linux/amd64` of a built image. */
export function platformOf(image: BuiltImage): string {
  const { os, architecture, variant } = image.config;
  return formatPlatform({
    os: String(os),
    architecture: String(architecture),
    ...(variant === undefined ? {} : { variant: String(variant) }),
  });
}

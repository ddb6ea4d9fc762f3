import { readConfigObject } from '../../codec/image-config.ts';
import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText, asTexts } from '../../codec/json-shape.ts';
import { MAX_DESCRIPTORS, platformOf } from '../../codec/manifests.ts';
import type { Digest } from '../../model/digest.ts';
import { parseDigest } from '../../model/digest.ts';
import { FromageError } from '../../model/error.ts';
import type { ImageConfig } from '../../model/manifest.ts';
import type { Platform } from '../../model/platform.ts';
import type { ApiVersion } from './engine-client.ts';
import type { EngineHistory } from './engine-history.ts';

/** What an engine says an image is called and hashes to. */
export interface EngineIdentity {
  /** By which the engine knows it, whatever happens to its names. */
  readonly id: string;
  readonly names: readonly string[];
  readonly indexDigest: Digest | null;
  readonly manifestDigest: Digest | null;
  readonly configDigest: Digest | null;
}

/** A manifest of an image that the engine keeps for several platforms. */
export interface EngineManifest {
  readonly digest: Digest;
  readonly platform: Platform;
  /** Whether its layers are here. */
  readonly available: boolean;
}

/**
 * What the ID is the digest of: the config with graph drivers; with the containerd store what the name points to, be it a manifest
 * or an index. A store that can't be told makes no claim.
 */
export function readIdentity(json: JsonObject, apiVersion: ApiVersion, chosen: EngineManifest | null, name: string): EngineIdentity {
  const id = asText(json['Id']);
  if (id === null)
    throw new FromageError('server-error', `${name} gives an image without an ID`, { hint: 'is it an engine that listens there?' });
  const digest = parseDigest(id.includes(':') ? id : `sha256:${id}`);
  if (digest === null) throw new FromageError('server-error', `${name} gives an image with an ID that is no digest`);
  const base = { id: digest, names: namesIn(json), indexDigest: null, manifestDigest: null, configDigest: null };
  const store = storeOf(json, digest, apiVersion);
  if (store === 'graph-driver') return { ...base, configDigest: digest };
  if (store === 'unknown') return base;
  const target = asObject(json['Descriptor']);
  const root = parseDigest(target?.['digest']) ?? digest;
  const mediaType = asText(target?.['mediaType']) ?? '';
  if (/\.index\.|manifest\.list/.test(mediaType)) return { ...base, indexDigest: root, manifestDigest: chosen?.digest ?? null };
  return /\.manifest\./.test(mediaType) ? { ...base, manifestDigest: root } : base;
}

/** The images of an index as API 1.48 lists them; empty where the engine does not. Attestations are left out. */
export function readManifests(json: JsonObject): readonly EngineManifest[] {
  const list = Array.isArray(json['Manifests']) ? json['Manifests'].slice(0, MAX_DESCRIPTORS) : [];
  return list.flatMap((value) => {
    const item = asObject(value);
    const descriptor = asObject(item?.['Descriptor']);
    const digest = parseDigest(descriptor?.['digest']);
    const platform = readPlatform(asObject(asObject(item?.['ImageData'])?.['Platform']) ?? asObject(descriptor?.['platform']));
    if (item?.['Kind'] !== 'image' || digest === null || platform === null) return [];
    return [{ digest, platform, available: item['Available'] !== false }];
  });
}

/** The answers to inspect and history as the config they were made from. Throws `malformed`, `too-large` (more layers or steps than are read). */
export function readEngineConfig(json: JsonObject, history: EngineHistory, what: string): ImageConfig {
  return readConfigObject(
    {
      os: json['Os'],
      architecture: json['Architecture'],
      variant: json['Variant'],
      'os.version': json['OsVersion'],
      created: json['Created'],
      author: json['Author'],
      config: json['Config'],
      rootfs: { diff_ids: asObject(json['RootFS'])?.['Layers'] },
      history: history.entries.map((entry) => ({
        created: entry.created,
        created_by: entry.createdBy,
        comment: entry.comment,
        empty_layer: entry.emptyLayer,
      })),
    },
    what,
  );
}

/** DiffIDs in the answer to inspect; 0 where it has none. */
export function countLayers(json: JsonObject): number {
  const layers = asObject(json['RootFS'])?.['Layers'];
  return Array.isArray(layers) ? layers.length : 0;
}

function namesIn(json: JsonObject): readonly string[] {
  const tags = asTexts(json['RepoTags']).filter((tag) => !tag.includes('<none>'));
  const digests = asTexts(json['RepoDigests']).filter((item) => !item.includes('<none>'));
  return [...new Set([...tags, ...digests])].slice(0, MAX_DESCRIPTORS);
}

/** Names only graph drivers have. containerd's snapshotters are `overlayfs`, `native`, `stargz` …; both know `btrfs` and `zfs`. */
const GRAPH_DRIVERS: ReadonlySet<string> = new Set([
  'overlay2',
  'overlay',
  'aufs',
  'vfs',
  'devicemapper',
  'fuse-overlayfs',
  'windowsfilter',
]);
const SNAPSHOTTERS: ReadonlySet<string> = new Set(['overlayfs', 'native', 'stargz', 'nydus', 'soci', 'devmapper', 'blockfile', 'windows']);
/** Since this version an image in the containerd store has a `Descriptor`. */
const DESCRIPTOR_SINCE: ApiVersion = 1048;

function storeOf(json: JsonObject, id: Digest, apiVersion: ApiVersion): 'graph-driver' | 'containerd' | 'unknown' {
  if (asObject(json['Descriptor']) !== null) return 'containerd';
  const driver = asText(asObject(json['GraphDriver'])?.['Name']) ?? '';
  if (GRAPH_DRIVERS.has(driver)) return 'graph-driver';
  // A config's digest names nothing in a registry.
  if (SNAPSHOTTERS.has(driver) || asTexts(json['RepoDigests']).some((name) => name.endsWith(`@${id}`))) return 'containerd';
  return driver !== '' && apiVersion >= DESCRIPTOR_SINCE ? 'graph-driver' : 'unknown';
}

function readPlatform(json: JsonObject | null): Platform | null {
  const os = asText(json?.['os']);
  const architecture = asText(json?.['architecture']);
  if (json === null || os === null || architecture === null || os === 'unknown') return null;
  return platformOf(os, architecture, asText(json['variant']), asText(json['os.version']));
}

import { MAX_CONFIG_BYTES, readImageConfig } from '../codec/image-config.ts';
import { MEDIA_TYPES } from '../codec/manifests.ts';
import type { DiffId, Digest } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Image, Layer, StoredLayer } from '../model/image.ts';
import type { Descriptor, ImageConfig } from '../model/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { Archive, ArchiveFile } from './archive.ts';
import { missingMember } from './archive-layout.ts';
import type { DockerArchiveImage } from './docker-archive-table.ts';
import { refuseOtherPlatform } from './choose-platform.ts';
import { digestInName } from './docker-archive-table.ts';
import { referenceAmong } from './image-names.ts';
import { lendPlace, openPlainLayer } from './plain-layer.ts';
import { countProblems, openChecked } from './image-layers.ts';
import { watchLayers } from './layer-checks.ts';
import type { About } from './resolve-image.ts';
import type { SourceSettings, StorePorts } from './source.ts';
import { LAYER_LIMITS } from './decompress.ts';
import { digestOf } from './verified.ts';

/**
 * An image by a docker-archive's `manifest.json` alone: there is no OCI manifest, and layers are known by DiffID only.
 * Throws `malformed` or `truncated` (something missing), `digest-mismatch` (config), `not-found` (another platform was asked for).
 */
export async function openByTable(
  archive: Archive,
  chosen: DockerArchiveImage,
  about: Pick<About, 'source' | 'location' | 'problems'>,
  settings: SourceSettings,
  ports: StorePorts,
): Promise<Image> {
  const { config, digest, problems } = await readConfig(archive, chosen.config, ports);
  refuseOtherPlatform(config.platform, settings.platform, archive.what);
  const watched = watchLayers(
    chosen.layers.map((name, i) => makeLayer(archive, chosen, name, config.diffIds[i] ?? null, i, settings, ports)),
  );
  const counted = countProblems(chosen.layers.length, config.diffIds.length);
  return {
    source: about.source,
    location: about.location,
    reference: referenceAmong(chosen.tags),
    names: chosen.tags,
    platform: config.platform,
    otherPlatforms: [],
    indexDigest: null,
    manifestDigest: null,
    manifest: null,
    configDigest: digest,
    configVerified: problems.length === 0,
    config,
    layers: watched.layers,
    get problems() {
      return [...(about.problems ?? []), ...problems, ...counted, ...watched.unchecked()];
    },
    attachments: async () => [],
    close: () => archive.close(),
  };
}

async function readConfig(
  archive: Archive,
  name: string,
  ports: StorePorts,
): Promise<{ config: ImageConfig; digest: Digest; problems: readonly Problem[] }> {
  const file = archive.find(name);
  if (file === null) throw missingMember(archive, name);
  const bytes = await file.read(MAX_CONFIG_BYTES);
  const digest = digestOf(bytes, ports.hash);
  const stated = digestInName(name);
  if (stated !== null && stated !== digest) {
    throw new FromageError(
      'digest-mismatch',
      `${archive.what}: the config ${name.slice(0, 200)} is not what its name says: found ${digest}`,
    );
  }
  const unnamed: Problem = {
    kind: 'unverified',
    message: `the config ${name.slice(0, 200)} is not named by its digest`,
    incomplete: false,
  };
  return { config: readImageConfig(bytes, `${archive.what}: ${name.slice(0, 200)}`), digest, problems: stated === null ? [unnamed] : [] };
}

function makeLayer(
  archive: Archive,
  image: DockerArchiveImage,
  name: string,
  diffId: DiffId | null,
  place: number,
  settings: SourceSettings,
  ports: StorePorts,
): Layer {
  const file = archive.find(name);
  if (file === null) throw missingMember(archive, name);
  const descriptor = blobDescriptor(name, file, diffId === null ? undefined : image.sources.get(diffId));
  const what = `${archive.what}: layer ${place + 1} (${name.slice(0, 100)})`;
  const stored: StoredLayer = {
    what,
    digest: descriptor?.digest ?? null,
    size: file.size,
    diffId,
    limits: settings.layerLimits ?? LAYER_LIMITS,
    open: () => file.open(),
    checked: () => {},
    lend: () => lendPlace(file.place),
  };
  const open = () => openChecked(stored.open(), stored, ports);
  return { diffId, descriptor, size: file.size, available: true, open, plain: () => openPlainLayer(file.place), stored };
}

/** Docker 25+ keeps its layers as blobs, named by their digest; older ones as `<id>/layer.tar`, whose digest nobody wrote down. */
function blobDescriptor(name: string, file: ArchiveFile, source: Descriptor | undefined): Descriptor | null {
  const digest = name.startsWith('blobs/') ? digestInName(name) : null;
  if (digest === null) return null;
  const mediaType = source?.digest === digest ? source.mediaType : MEDIA_TYPES.ociLayer;
  return { mediaType, digest, size: file.size, annotations: {}, platform: null, artifactType: null, urls: [] };
}

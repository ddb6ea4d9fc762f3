import { readImageConfig } from '../codec/image-config.ts';
import { readManifest } from '../codec/manifests.ts';
import { type KnownImage, type KnownImages, keysOf } from '../lineage/known-image.ts';
import type { OfficialIndex } from '../lineage/official-index.ts';
import type { Image } from '../model/image.ts';
import { formatPlatform } from '../model/platform.ts';
import { nodeHash } from '../platform/hash.ts';
import type { BuiltImage } from './image-builder.ts';

/** A built image as a source would open it, layers out of reach: for what looks at manifest and config alone. */
export function imageValue(built: BuiltImage, more: Partial<Image> = {}): Image {
  const config = readImageConfig(new TextEncoder().encode(JSON.stringify(built.config)), 'the config');
  const document = readManifest(new TextEncoder().encode(JSON.stringify(built.manifest)), 'the manifest');
  const descriptors = document.kind === 'manifest' ? document.manifest.layers : [];
  return {
    source: 'oci',
    location: 'oci:image',
    reference: null,
    names: [],
    platform: config.platform,
    otherPlatforms: [],
    indexDigest: null,
    manifestDigest: built.root,
    manifest: document.kind === 'manifest' ? document.manifest : null,
    configDigest: built.configDigest,
    configVerified: true,
    config,
    layers: built.layers.map((layer, index) => ({
      diffId: config.diffIds.length === built.layers.length ? (config.diffIds[index] ?? null) : null,
      descriptor: descriptors[index] ?? null,
      size: layer.bytes.length,
      available: false,
      open: () => {
        throw new Error('no layer is to be read');
      },
    })),
    problems: [],
    attachments: async () => [],
    close: async () => undefined,
    ...more,
  };
}

/** The record of an image as `index add` leaves it, unless `more` says otherwise. */
export function knownValue(built: BuiltImage, reference: string, more: Partial<KnownImage> = {}): KnownImage {
  const { config, layers, platform } = imageValue(built);
  return {
    reference,
    platform: formatPlatform(platform),
    index: null,
    manifest: built.root,
    config: built.configDigest,
    created: config.created,
    seen: '2026-01-02',
    size: null,
    blobs: layers.flatMap(({ descriptor }) => descriptor?.digest ?? []),
    diffIds: built.diffIds,
    history: config.history,
    origin: 'added',
    source: 'oci-archive',
    hashed: false,
    below: { ancestors: [], end: 'unknown' },
    ...more,
  };
}

/** An index of these, found by every key. */
export function knownValues(images: readonly KnownImage[]): KnownImages {
  const keyed = images.flatMap((image) => keysOf(image, nodeHash).map(([kind, key]) => ({ kind, key, image })));
  return { find: async (kind, key) => keyed.filter((one) => one.kind === kind && one.key === key).map(({ image }) => image) };
}

/** An official library without a single image. */
export const NO_OFFICIAL: OfficialIndex = {
  asOf: '2026-01-01',
  imageNames: [],
  find: async () => null,
  ended: async () => null,
  has: () => false,
  tags: async () => [],
  builds: async () => [],
};

/** An official library of these images: what each is made FROM, but for the tag `none`, which stands on scratch. */
export function officialValue(from: Readonly<Record<string, string>>): OfficialIndex {
  const facts = { publisher: 'Docker Official Image', verifiedBy: 'name', lastUpdated: null, updatesPerYear: null } as const;
  const more = { deprecated: false, endOfLife: [], sourceRepository: null, sourceCommit: null };
  return {
    ...NO_OFFICIAL,
    has: (image) => Object.hasOwn(from, image),
    tags: async (image) => [`any-${image}`, 'none'],
    async find(image, tag) {
      const parent = from[image] === undefined || tag !== 'none' ? from[image] : 'scratch';
      if (parent === undefined) return null;
      const entry = {
        image,
        tags: [tag],
        from: parent,
        resolution: 'exact',
        detail: `FROM ${parent}`,
        lenders: [],
        retired: false,
      } as const;
      return { ...entry, facts: { ...facts, ...more } };
    },
  };
}

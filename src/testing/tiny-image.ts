import { createHash } from 'node:crypto';
import type { PushableImage } from './in-process-registry.ts';

export interface TinyImageOptions {
  readonly architecture?: string;
  /** The layers as they are stored: uncompressed tars or anything. */
  readonly layers?: readonly Uint8Array[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface TinyImage extends PushableImage {
  readonly config: string;
  readonly layers: readonly string[];
}

/** The least that is an image, for tests of how it travels; image-builder.ts makes real ones. */
export function tinyImage(options: TinyImageOptions = {}): TinyImage {
  const blobs = new Map<string, Uint8Array>();
  const layers = (options.layers ?? [new Uint8Array(1024)]).map((bytes) => put(blobs, bytes));
  const configBytes = jsonBytes({
    os: 'linux',
    architecture: options.architecture ?? 'amd64',
    config: { Labels: options.labels ?? {} },
    rootfs: { type: 'layers', diff_ids: layers },
    history: layers.map((_, index) => ({ created_by: `step ${index}` })),
  });
  const config = put(blobs, configBytes);
  const describe = (digest: string, mediaType: string) => ({ mediaType, digest, size: blobs.get(digest)?.length ?? 0 });
  const root = put(
    blobs,
    jsonBytes({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: describe(config, 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map((digest) => describe(digest, 'application/vnd.oci.image.layer.v1.tar')),
    }),
  );
  return { blobs, root, config, layers };
}

/** An index over images, one for each architecture. */
export function tinyIndex(architectures: readonly string[]): PushableImage {
  const images = architectures.map((architecture) => ({ architecture, image: tinyImage({ architecture }) }));
  const blobs = new Map(images.flatMap(({ image }) => [...image.blobs]));
  const manifests = images.map(({ architecture, image }) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: image.root,
    size: image.blobs.get(image.root)?.length ?? 0,
    platform: { os: 'linux', architecture },
  }));
  const root = put(blobs, jsonBytes({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }));
  return { blobs, root };
}

function put(blobs: Map<string, Uint8Array>, bytes: Uint8Array): string {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  blobs.set(digest, bytes);
  return digest;
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

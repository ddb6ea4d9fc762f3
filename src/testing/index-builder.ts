import { MEDIA_TYPES } from '../codec/manifests.ts';
import type { Digest } from '../model/digest.ts';
import type { Built, RawDescriptor, RawJson } from './image-builder.ts';
import { describe, toJson } from './image-builder.ts';

export interface IndexSpec {
  /** Images, attestations and further indexes, in this order. */
  readonly manifests: readonly Built[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly docker?: boolean;
  /** Members laid over the index, last. */
  readonly index?: RawJson;
}

/** Builds an index over what was built before. */
export function buildIndex(spec: IndexSpec): Built {
  const mediaType = spec.docker === true ? MEDIA_TYPES.dockerIndex : MEDIA_TYPES.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests: spec.manifests.map((item) => item.descriptor),
    ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
    ...spec.index,
  };
  return built(describe(mediaType, toJson(index)), toJson(index), spec.manifests);
}

/** BuildKit's attestation manifest for an image: one layer per in-toto statement (`{ predicateType, … }`). */
export function buildAttestation(image: Built, statements: readonly RawJson[]): Built {
  const layers = statements.map((statement) => ({
    bytes: toJson(statement),
    mediaType: 'application/vnd.in-toto+json',
    annotations: { 'in-toto.io/predicate-type': String(statement['predicateType']) },
  }));
  const attestation = buildArtifact({
    config: {
      mediaType: MEDIA_TYPES.ociConfig,
      bytes: toJson({ architecture: 'unknown', os: 'unknown', config: {}, rootfs: { type: 'layers', diff_ids: [] } }),
    },
    layers,
  });
  const annotations = { 'vnd.docker.reference.digest': image.root, 'vnd.docker.reference.type': 'attestation-manifest' };
  return { ...attestation, descriptor: { ...attestation.descriptor, platform: { architecture: 'unknown', os: 'unknown' }, annotations } };
}

/** An artifact that refers to an image by `subject`: a signature, an SBOM. */
export function buildReferrer(subject: Built, spec: Omit<ArtifactSpec, 'subject'>): Built {
  const { digest, mediaType, size } = subject.descriptor;
  return buildArtifact({ ...spec, subject: { mediaType, digest, size } });
}

export interface ArtifactSpec {
  readonly artifactType?: string;
  readonly config?: { readonly mediaType: string; readonly bytes: Uint8Array };
  readonly layers: readonly {
    readonly mediaType: string;
    readonly bytes: Uint8Array;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
  readonly subject?: RawDescriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest that is no image: a chart, a signature, an SBOM. */
export function buildArtifact(spec: ArtifactSpec): Built {
  const config = spec.config ?? { mediaType: 'application/vnd.oci.empty.v1+json', bytes: toJson({}) };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    ...(spec.artifactType === undefined ? {} : { artifactType: spec.artifactType }),
    config: describe(config.mediaType, config.bytes),
    layers: spec.layers.map(({ mediaType, bytes, annotations }) => ({
      ...describe(mediaType, bytes),
      ...(annotations === undefined ? {} : { annotations }),
    })),
    ...(spec.subject === undefined ? {} : { subject: spec.subject }),
    ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
  };
  const bytes = toJson(manifest);
  const descriptor = describe(MEDIA_TYPES.ociManifest, bytes);
  const parts = [config, ...spec.layers].map((part): readonly [string, Uint8Array] => [describe('', part.bytes).digest, part.bytes]);
  const typed = spec.artifactType === undefined ? descriptor : { ...descriptor, artifactType: spec.artifactType };
  return { blobs: new Map([...parts, [descriptor.digest, bytes]]), root: descriptor.digest, descriptor: typed };
}

function built(descriptor: RawDescriptor, bytes: Uint8Array, parts: readonly Built[]): Built {
  const blobs = new Map<string, Uint8Array>(parts.flatMap((part) => [...part.blobs]));
  blobs.set(descriptor.digest, bytes);
  return { blobs, root: descriptor.digest as Digest, descriptor };
}

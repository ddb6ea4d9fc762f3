import type { DiffId, Digest } from './digest.ts';
import type { Platform } from './platform.ts';

/** OCI image-spec, descriptor.md. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Platform | null;
  readonly artifactType: string | null;
  /** Where else a foreign (non-distributable) layer may be had. */
  readonly urls: readonly string[];
}

/** OCI image-spec, manifest.md, or Docker's schema 2, which has the same shape. */
export interface Manifest {
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly subject: Descriptor | null;
}

/** OCI image-spec, image-index.md, or Docker's manifest list. */
export interface Index {
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly manifests: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly subject: Descriptor | null;
}

/** One step of the config's `history`. OCI image-spec, config.md. */
export interface HistoryEntry {
  /** RFC 3339, as written; null where absent. */
  readonly created: string | null;
  readonly createdBy: string | null;
  readonly author: string | null;
  readonly comment: string | null;
  /** Whether the step made no layer. Pair steps and layers by this, never by position. */
  readonly emptyLayer: boolean;
}

/** OCI image-spec, config.md: the parts that are used here. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly created: string | null;
  readonly author: string | null;
  readonly diffIds: readonly DiffId[];
  readonly history: readonly HistoryEntry[];
  readonly labels: Readonly<Record<string, string>>;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly onBuild: readonly string[];
  readonly healthcheck: Healthcheck | null;
  readonly stopSignal: string | null;
  /** What runs instructions in shell form; Docker's own, no part of the OCI's config. */
  readonly shell: readonly string[] | null;
}

/** How an engine asks a container whether it is well; Docker's own, no part of the OCI's config. */
export interface Healthcheck {
  /** `['CMD', …]`, `['CMD-SHELL', …]`, `['NONE']`. */
  readonly test: readonly string[];
  /** Nanoseconds; null where unset. */
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly retries: number | null;
}

import type { Digest } from '../model/digest.ts';
import type { Image } from '../model/image.ts';
import type { Descriptor } from '../model/manifest.ts';
import type { BlobStore, ByteStream, Clock, Environment, Exec, Files, Hash, Http, Inflate, OpenOptions, Progress } from '../ports/index.ts';
import type { InflateLimits } from './decompress.ts';
import type { BlobPlace } from './plain-layer.ts';

/** What a source may ask of the world. */
export interface StorePorts {
  readonly files: Files;
  readonly http: Http;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly exec: Exec;
  readonly hash: Hash;
  readonly inflate: Inflate;
  readonly blobs: BlobStore;
  readonly progress: Progress;
}

/** How to speak to registries and engines: what the command line says beyond the user's configuration files. */
export interface SourceSettings extends OpenOptions {
  /** False: take any certificate, and plain HTTP where TLS is not spoken. Null: as registries.conf says, else true. */
  readonly tlsVerify: boolean | null;
  /** Plain HTTP, for loopback registries. */
  readonly plainHttp: boolean;
  /** Credentials given on the command line, for every registry asked first. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** Bounds on unpacking a layer; LAYER_LIMITS (decompress.ts) where absent. */
  readonly layerLimits?: InflateLimits;
  /** Bounds on unpacking a compressed archive; ARCHIVE_LIMITS where absent. */
  readonly archiveLimits?: InflateLimits;
}

/**
 * A place images come from. Adding one: a file in sources/, a line in sources/index.ts.
 * The value is metadata and functions in one; help and docs are made from the same fields.
 */
export interface Source {
  /** The word before the colon: `docker-archive`, `oci`, `docker` … */
  readonly scheme: string;
  /** A line for help. */
  readonly summary: string;
  /** An example location, scheme included. */
  readonly example: string;
  /** Whether it needs the network: refused under --offline. */
  readonly network: boolean;
  /** Opens what stands after the scheme. */
  open(location: string, settings: SourceSettings, ports: StorePorts): Promise<Image>;
  /** For `--platform all` and indexes: every platform's image. Absent: the one image there is. */
  openAll?(location: string, settings: SourceSettings, ports: StorePorts): Promise<readonly Image[]>;
}

/**
 * The least a source of blobs must do; resolve-image.ts makes a whole Image of it. Bytes come as stored and unverified:
 * who reads them verifies them.
 */
export interface BlobReader {
  /** `manifest` for manifests and indexes (registries have another address for them), `blob` for all else. */
  open(descriptor: Descriptor, kind: 'manifest' | 'blob'): ByteStream;
  /** Whether a layer's bytes are here at all. */
  has?(descriptor: Descriptor): boolean;
  /** Where a blob lies in a local file, to be closed by who asks; null where it is not. */
  place?(descriptor: Descriptor): Promise<BlobPlace | null>;
  /** Descriptors of manifests whose `subject` is this digest. */
  referrers?(subject: Digest): Promise<readonly Descriptor[]>;
}

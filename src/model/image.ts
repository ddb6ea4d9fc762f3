import type { DiffId, Digest } from './digest.ts';
import type { Descriptor, ImageConfig, Manifest } from './manifest.ts';
import type { Platform } from './platform.ts';
import type { Problem } from './problem.ts';

/**
 * An image as a value: manifest and config were read when it was opened and do not change. Only `layers[i].open()` and
 * `attachments()` do I/O later. `close()` when done with it: archives keep a file open.
 */
export interface Image {
  /** The scheme it came by: `docker-archive`, `oci`, `docker`, `docker-daemon`, `dir` … */
  readonly source: string;
  /** How to ask for it again, as a person would type it: `docker-archive:httpd.tar`, `docker.io/library/httpd:2.4`. */
  readonly location: string;
  /** The canonical reference it is known by (`docker.io/library/httpd:2.4`), null where nothing names it. */
  readonly reference: string | null;
  /** All names it has where it was found. */
  readonly names: readonly string[];
  readonly platform: Platform;
  /** The other platforms of the index it was chosen from; empty where there was no index. */
  readonly otherPlatforms: readonly Platform[];
  /** Digest of the index it was chosen from, if there was one. */
  readonly indexDigest: Digest | null;
  /** Digest of its manifest; null where the source has none (an engine's graph driver, an old docker-archive, a root fs). */
  readonly manifestDigest: Digest | null;
  readonly manifest: Manifest | null;
  /** Digest of its config, hashed by us where `configVerified`; null for a root file system. */
  readonly configDigest: Digest | null;
  /** Whether the bytes of manifest and config were hashed by us and matched (an engine's inspect answer can't be). */
  readonly configVerified: boolean;
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  /** What could not be read or was not checked: foreign layers, unchecked bodies. */
  readonly problems: readonly Problem[];
  /** Attestations and other artifacts that refer to this image: from its index and from the registry's referrers. */
  attachments(): Promise<readonly Attachment[]>;
  close(): Promise<void>;
}

/** One layer, bottom first. */
export interface Layer {
  /** DiffID as the config states it; null where the config has too few. */
  readonly diffId: DiffId | null;
  /** The blob: digest of the bytes as stored. Null where unknown (old docker-archive, engine). */
  readonly descriptor: Descriptor | null;
  /** Bytes as stored (compressed if the blob is; in an engine those of its files); null where unknown. */
  readonly size: number | null;
  /** Whether its bytes can be had here: false for foreign, encrypted and missing layers. An engine packs the image when the first is opened. */
  readonly available: boolean;
  /**
   * The *uncompressed* tar. Compression is told by the magic bytes, not by the media type. The stored bytes are checked
   * against the descriptor when read to the end, the uncompressed ones against `diffId`; a mismatch throws
   * `digest-mismatch` from the iteration, before its end. Throws `unsupported` where not `available`.
   */
  open(): AsyncIterable<Uint8Array>;
  /**
   * Where the tar lies uncompressed in a local file: a way to read it in places, without all that nobody asks for. Its digests are
   * not checked then. Null where it is compressed or elsewhere; absent where it always is. Throws as `open` does.
   */
  plain?(): Promise<PlainLayer | null>;
  /** Its bytes as stored, for who unpacks and checks them in another thread; absent where they can't be had so. */
  readonly stored?: StoredLayer;
}

/** A layer's bytes as stored, unchecked, and all that is needed to make of them what Layer.open gives. */
export interface StoredLayer extends StoredExpectation {
  open(): AsyncIterable<Uint8Array>;
  /** To be called when all of them were read and were as expected. */
  checked(): void;
  /** Where they lie in a local file: for another thread, which reads them by itself. Null or absent where they do not. Throws as `open`. */
  lend?(): Promise<LentBytes | null>;
}

/** A stretch of a file that is open in this program, by its number. It stays open until `release`. */
export interface LentBytes {
  readonly handle: number;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Call once, when nothing reads by the number any more. */
  release(): Promise<void>;
}

/** What stored bytes must turn out to be; plain data, to be sent where they are checked. */
export interface StoredExpectation {
  /** How errors call the layer. */
  readonly what: string;
  /** Of the stored bytes; null where nobody wrote it down. */
  readonly digest: Digest | null;
  /** Bytes as stored; null where unknown. */
  readonly size: number | null;
  readonly diffId: DiffId | null;
  /** Bounds on unpacking: bytes in all, bytes out per byte in, and the bytes out from which the ratio counts. */
  readonly limits: { readonly maxBytes: number; readonly maxRatio: number; readonly ratioFrom: number };
}

/** A layer's uncompressed tar, to be read in any order. Close it before the image. */
export interface PlainLayer {
  /** Bytes. */
  readonly size: number;
  /** Names these very bytes on this machine: file, state and place. Null where nothing can. No other image may be told by it: its digest was not checked. */
  readonly identity: string | null;
  /** Fills `into` from `offset` on; returns how many bytes it got, fewer only at the end. */
  read(offset: number, into: Uint8Array): Promise<number>;
  /** The same without a promise, for who reads little at a time and often. Absent where it would have to wait. */
  readNow?(offset: number, into: Uint8Array): number;
  /** As `read`, for who looks at headers alone: bodies may be zeros. Absent where it would be no easier. */
  skim?(offset: number, into: Uint8Array): Promise<number>;
  /** What of the layer could not be put into the tar; absent where the tar was there before. */
  readonly problems?: readonly Problem[];
  close(): Promise<void>;
}

/** A blob or manifest that says something about an image: an in-toto statement, an SBOM, a signature. */
export interface Attachment {
  readonly descriptor: Descriptor;
  readonly artifactType: string | null;
  readonly annotations: Readonly<Record<string, string>>;
  /** How it was found: in the image's index, or by the referrers API or tag. */
  readonly foundBy: 'index' | 'referrers';
  /** Its layers' descriptors: for a BuildKit attestation, one in-toto statement each. */
  readonly layers: readonly Descriptor[];
  /** One of its layers, whole, verified, at most `maxBytes`. */
  read(layer: Descriptor, maxBytes: number): Promise<Uint8Array>;
}

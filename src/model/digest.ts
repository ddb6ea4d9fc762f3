/**
 * The three hashes of an image that are so easily confused, as three types. All are `algorithm:hex` strings;
 * the brand keeps one from being passed for another.
 */

declare const kind: unique symbol;

/** Digest of a blob as it is stored or sent: a manifest, a config, a *compressed* layer. OCI image-spec, descriptor.md. */
export type Digest = string & { readonly [kind]: 'digest' };

/** Digest of a layer's *uncompressed* tar. OCI image-spec, config.md, "Layer DiffID". */
export type DiffId = string & { readonly [kind]: 'diffId' };

/** Digest of a stack of layers, each upon the last. OCI image-spec, config.md, "Layer ChainID". */
export type ChainId = string & { readonly [kind]: 'chainId' };

const HEX_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** The value as a Digest, or null where it is none: a known algorithm and the right number of lower-case hex digits. */
export function parseDigest(value: unknown): Digest | null {
  return isDigestText(value) ? (value as Digest) : null;
}

/** The value as a DiffId, or null where it is none. */
export function parseDiffId(value: unknown): DiffId | null {
  return isDigestText(value) ? (value as DiffId) : null;
}

/** `sha256:0123456789abcdef…` → `0123456789ab`, the twelve digits that people know an image by. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}

/** `sha256:abc` → `['sha256', 'abc']`. */
export function splitDigest(digest: Digest | DiffId | ChainId): readonly [algorithm: string, hex: string] {
  const colon = digest.indexOf(':');
  return [digest.slice(0, colon), digest.slice(colon + 1)];
}

function isDigestText(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const colon = value.indexOf(':');
  const length = HEX_LENGTHS[value.slice(0, colon)];
  return length === value.length - colon - 1 && /^[0-9a-f]+$/.test(value.slice(colon + 1));
}

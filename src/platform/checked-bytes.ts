import { nodeHash } from './hash.ts';

/** Bytes of a sha256. */
const CHECK_BYTES = 32;

/**
 * The bytes of a kept file: a checksum, then `bytes`, which are not copied. Against damage, not against malice; a sha256, since
 * node:crypto is loaded for images anyway and node:zlib, which has a shorter sum, is not.
 */
export function withCheck(bytes: Uint8Array): readonly Uint8Array[] {
  return [checkOf(bytes), bytes];
}

/** What stands behind the checksum, not copied; null where it is damaged. */
export function readChecked(file: Uint8Array): Uint8Array | null {
  if (file.length < CHECK_BYTES) return null;
  const bytes = file.subarray(CHECK_BYTES);
  const check = checkOf(bytes);
  return check.every((byte, i) => byte === file[i]) ? bytes : null;
}

function checkOf(bytes: Uint8Array): Uint8Array {
  const hasher = nodeHash.start('sha256');
  hasher.update(bytes);
  const hex = hasher.hex();
  return Uint8Array.from({ length: CHECK_BYTES }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

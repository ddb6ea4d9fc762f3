import { crc32 } from 'node:zlib';

const CHECK_BYTES = 4;

/** The bytes of a kept file: a checksum, then `bytes`, which are not copied. Against damage, not against malice. */
export function withCheck(bytes: Uint8Array): readonly Uint8Array[] {
  const check = new Uint8Array(CHECK_BYTES);
  new DataView(check.buffer).setUint32(0, crc32(bytes));
  return [check, bytes];
}

/** What stands behind the checksum, not copied; null where it is damaged. */
export function readChecked(file: Uint8Array): Uint8Array | null {
  if (file.length < CHECK_BYTES) return null;
  const bytes = file.subarray(CHECK_BYTES);
  return new DataView(file.buffer, file.byteOffset).getUint32(0) === crc32(bytes) ? bytes : null;
}

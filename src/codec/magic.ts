/** How bytes are packed, as their first bytes tell. */
export type Packing = 'none' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'zip';

/** So many first bytes are enough to tell. */
export const MAGIC_LENGTH = 6;

/** Tells by the first bytes how a file is packed: media types and file names lie. */
export function sniffPacking(head: Uint8Array): Packing {
  return SIGNATURES.find(([, bytes]) => startsWith(head, bytes))?.[0] ?? (isSkippableFrame(head) ? 'zstd' : 'none');
}

const SIGNATURES: readonly (readonly [Packing, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b, 0x08]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** RFC 8878, 3.1.2: magic numbers 0x184D2A50 to 0x184D2A5F, little-endian; a zstd file may begin with such a frame. */
function isSkippableFrame(head: Uint8Array): boolean {
  const [first = 0] = head;
  return first >= 0x50 && first <= 0x5f && startsWith(head.subarray(1), [0x2a, 0x4d, 0x18]);
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return head.length >= bytes.length && bytes.every((byte, i) => head[i] === byte);
}

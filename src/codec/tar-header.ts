import { FromageError } from '../model/error.ts';
import { decodeName } from './file-name.ts';

/** Bytes of a tar's blocks: headers are one, bodies are padded to them. */
export const TAR_BLOCK = 512;

/** One header block as written, before PAX records and GNU long names amend it. */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds since 1970, may be negative. */
  readonly mtime: number;
  /** The type flag's character; `0` where it is NUL. */
  readonly flag: string;
  readonly linkName: string;
  readonly uname: string;
  readonly gname: string;
  readonly devMajor: number;
  readonly devMinor: number;
}

/** Whether a block is all zeros, as the two are that end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Whether a block's checksum is right: the sum of its bytes, the checksum's own field taken as spaces. Old tars summed signed bytes. */
export function hasValidChecksum(block: Uint8Array): boolean {
  const stated = readNumber(block, 148, 8);
  let sum = 0;
  for (let i = 0; i < TAR_BLOCK; i += 1) sum += block[i] ?? 0;
  const field = block.subarray(148, 156);
  for (const byte of field) sum += 0x20 - byte;
  if (stated === sum) return true;
  for (const [i, byte] of block.subarray(0, TAR_BLOCK).entries()) if (byte > 127 && (i < 148 || i >= 156)) sum -= 256;
  return stated === sum;
}

/** Reads one header block: v7, ustar, star and GNU. Throws `malformed` where checksum or numbers are off. */
export function readTarHeader(block: Uint8Array): TarHeader {
  if (!hasValidChecksum(block)) throw new FromageError('malformed', 'a tar header has a wrong checksum');
  const flagByte = block[156] ?? 0;
  const isUstar = block[257] === 0x75 && readText(block, 257, 5) === 'ustar';
  const isPosix = isUstar && block[262] === 0;
  const name = readText(block, 0, 100);
  const prefix = isPosix ? readText(block, 345, isStar(block) ? 131 : 155) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: readNumber(block, 100, 8) & 0o7777,
    uid: readNumber(block, 108, 8),
    gid: readNumber(block, 116, 8),
    size: readSize(block),
    mtime: readNumber(block, 136, 12),
    flag: flagByte === 0 ? '0' : String.fromCharCode(flagByte),
    linkName: readText(block, 157, 100),
    uname: isUstar ? readOwner(block, 265) : '',
    gname: isUstar ? readOwner(block, 297) : '',
    devMajor: isUstar ? readNumber(block, 329, 8) : 0,
    devMinor: isUstar ? readNumber(block, 337, 8) : 0,
  };
}

/** A number field: octal text, or base-256 where its first bit is set (GNU and star, for what octal can't hold). */
export function readNumber(block: Uint8Array, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if ((first & 0x80) !== 0) return readBase256(block, offset, length);
  let value = 0;
  let started = false;
  for (let i = offset; i < offset + length; i += 1) {
    const byte = block[i] ?? 0;
    if (byte >= 0x30 && byte <= 0x37) {
      value = value * 8 + (byte - 0x30);
      started = true;
    } else if (byte !== 0x20 && byte !== 0) {
      throw new FromageError('malformed', 'a tar header has a number that is none');
    } else if (started) break;
  }
  return value;
}

/** Text up to the first NUL, decoded as decodeName does. */
export function readText(block: Uint8Array, offset: number, length: number): string {
  // Most fields of most headers are empty: no need to ask a decoder.
  if (block[offset] === 0) return '';
  const field = block.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return decodeName(end < 0 ? field : field.subarray(0, end));
}

/** Nearly always `root`: no need to ask a decoder. */
function readOwner(block: Uint8Array, at: number): string {
  const isRoot = block[at] === 0x72 && block[at + 1] === 0x6f && block[at + 2] === 0x6f && block[at + 3] === 0x74 && block[at + 4] === 0;
  return isRoot ? 'root' : readText(block, at, 32);
}

function readSize(block: Uint8Array): number {
  const size = readNumber(block, 124, 12);
  if (size < 0) throw new FromageError('malformed', 'a tar header has a negative size');
  return size;
}

function readBase256(block: Uint8Array, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  const negative = (first & 0x40) !== 0;
  let value = negative ? (first & 0x7f) - 0x80 : first & 0x7f;
  for (let i = offset + 1; i < offset + length; i += 1) value = value * 256 + (block[i] ?? 0);
  if (!Number.isSafeInteger(value)) throw new FromageError('malformed', 'a tar header has a number beyond all measure');
  return value;
}

/** Schily's star ends its header with `tar` and keeps times behind a shorter prefix. */
function isStar(block: Uint8Array): boolean {
  return block[508] === 0x74 && block[509] === 0x61 && block[510] === 0x72 && block[511] === 0;
}

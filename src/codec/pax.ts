import { FromageError } from '../model/error.ts';
import { decodeName } from './file-name.ts';

/** Records of a PAX extended header, in order; values as bytes, since those of extended attributes are no text. */
export type PaxRecords = ReadonlyMap<string, Uint8Array>;

const decoder = new TextDecoder();

/** Reads `length key=value\n` records (POSIX pax, "pax Extended Header"). Throws `malformed`. */
export function readPaxRecords(bytes: Uint8Array): PaxRecords {
  const records = new Map<string, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    // Some writers pad the block with NULs inside the stated size.
    if (bytes[at] === 0) break;
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 || space - at > 10 ? Number.NaN : Number(decoder.decode(bytes.subarray(at, space)));
    const end = at + length;
    const equals = bytes.indexOf(0x3d, space + 1);
    const isSound =
      Number.isInteger(length) && end > space && end <= bytes.length && bytes[end - 1] === 0x0a && equals > space && equals < end;
    if (!isSound) throw new FromageError('malformed', 'a tar has a damaged PAX record');
    records.set(decoder.decode(bytes.subarray(space + 1, equals)), bytes.slice(equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** A record as text, decoded as decodeName does; null where absent or empty (which cancels it). A NUL may be in it: who takes it for a path looks. */
export function paxText(records: PaxRecords, key: string): string | null {
  const bytes = records.get(key);
  return bytes === undefined || bytes.length === 0 ? null : decodeName(bytes);
}

/** A record as a number, which may have a fraction and a sign; null where absent or empty. Throws `malformed`. */
export function paxNumber(records: PaxRecords, key: string): number | null {
  const text = paxText(records, key);
  if (text === null) return null;
  const value = /^-?\d+(\.\d*)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new FromageError('malformed', `a tar has a PAX record ${key} that is no number`);
  return value;
}

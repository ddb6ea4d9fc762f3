import { joinBytes } from './join-bytes.ts';
import { FromageError } from '../model/error.ts';
import type { TarType } from './tar-entry.ts';
import { TAR_BLOCK } from './tar-header.ts';

/** What goes into a header; what is left out is 0 or empty, so that equal input gives equal bytes. */
export interface TarItem {
  readonly name: string;
  readonly type: TarType;
  /** Bytes of the body, for files. */
  readonly size?: number;
  /** Permission bits; 0644, or 0755 for directories, where left out. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Whole seconds since 1970. */
  readonly mtime?: number;
  readonly linkName?: string;
  readonly uname?: string;
  readonly gname?: string;
  readonly devMajor?: number;
  readonly devMinor?: number;
  /** Extended attributes, by name (`security.capability`). */
  readonly xattrs?: Readonly<Record<string, Uint8Array>>;
}

const encoder = new TextEncoder();

/** The header blocks of an item: ustar, after a PAX header where ustar is too narrow. Throws `usage` where an item makes no sense. */
export function writeTarHeader(item: TarItem): Uint8Array {
  if (item.name === '' || item.name.includes('\0')) throw new FromageError('usage', 'a tar entry needs a name without NUL');
  const records = paxRecords(item);
  const header = ustarHeader(item, FLAGS[item.type]);
  if (records.length === 0) return header;
  const body = joinBytes(records);
  const paxHeader = ustarHeader({ name: 'PaxHeader', type: 'file', size: body.length }, 'x');
  return joinBytes([paxHeader, body, new Uint8Array(paddingFor(body.length)), header]);
}

/** Bytes of the header blocks of an item, which need not be written for it. */
export function tarHeaderSize(item: TarItem): number {
  const body = paxRecords(item).reduce((sum, record) => sum + record.length, 0);
  return body === 0 ? TAR_BLOCK : 2 * TAR_BLOCK + body + paddingFor(body);
}

/** Zeros that fill the last block of a body of this size. */
export function paddingFor(size: number): number {
  return (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
}

/** The two zero blocks that end a tar. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * TAR_BLOCK);
}

/** A whole small tar out of items and their bodies. */
export function writeTar(items: readonly (Omit<TarItem, 'size'> & { readonly body?: Uint8Array })[]): Uint8Array {
  const parts = items.flatMap(({ body = new Uint8Array(0), ...item }) => [
    writeTarHeader({ ...item, size: item.type === 'file' ? body.length : 0 }),
    ...(item.type === 'file' ? [body, new Uint8Array(paddingFor(body.length))] : []),
  ]);
  return joinBytes([...parts, tarEnd()]);
}

const FLAGS: Readonly<Record<TarType, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

/** The largest that eleven octal digits hold. */
const MAX_OCTAL_SIZE = 8 ** 11 - 1;
const MAX_OCTAL_ID = 8 ** 7 - 1;

function paxRecords(item: TarItem): Uint8Array[] {
  const { size = 0, uid = 0, gid = 0, mtime = 0, linkName = '', xattrs = {} } = item;
  const records: Uint8Array[] = [];
  if (!fits(item.name, 100)) records.push(paxRecord('path', encoder.encode(item.name)));
  if (!fits(linkName, 100)) records.push(paxRecord('linkpath', encoder.encode(linkName)));
  if (size > MAX_OCTAL_SIZE) records.push(paxRecord('size', encoder.encode(String(size))));
  if (uid > MAX_OCTAL_ID) records.push(paxRecord('uid', encoder.encode(String(uid))));
  if (gid > MAX_OCTAL_ID) records.push(paxRecord('gid', encoder.encode(String(gid))));
  if (mtime < 0 || mtime > MAX_OCTAL_SIZE) records.push(paxRecord('mtime', encoder.encode(String(mtime))));
  for (const name of Object.keys(xattrs).sort()) records.push(paxRecord(`SCHILY.xattr.${name}`, xattrs[name] ?? new Uint8Array(0)));
  return records;
}

/** `length key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: Uint8Array): Uint8Array {
  const rest = encoder.encode(` ${key}=`).length + value.length + 1;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return joinBytes([encoder.encode(`${length} ${key}=`), value, encoder.encode('\n')]);
}

function ustarHeader(item: TarItem, flag: string): Uint8Array {
  const { size = 0, uid = 0, gid = 0, mtime = 0, linkName = '', uname = '', gname = '', devMajor = 0, devMinor = 0 } = item;
  const block = new Uint8Array(TAR_BLOCK);
  writeField(block, 0, 100, item.name);
  writeOctal(block, 100, 8, item.mode ?? (item.type === 'directory' ? 0o755 : 0o644));
  writeOctal(block, 108, 8, uid > MAX_OCTAL_ID ? 0 : uid);
  writeOctal(block, 116, 8, gid > MAX_OCTAL_ID ? 0 : gid);
  writeOctal(block, 124, 12, size > MAX_OCTAL_SIZE ? 0 : size);
  writeOctal(block, 136, 12, mtime < 0 || mtime > MAX_OCTAL_SIZE ? 0 : mtime);
  writeField(block, 156, 1, flag);
  writeField(block, 157, 100, linkName);
  writeField(block, 257, 8, 'ustar\u000000');
  writeField(block, 265, 32, uname);
  writeField(block, 297, 32, gname);
  writeOctal(block, 329, 8, devMajor);
  writeOctal(block, 337, 8, devMinor);
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  writeField(block, 148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

function fits(text: string, length: number): boolean {
  // Beyond ASCII the field has no encoding anybody agreed on.
  return text.length <= length && /^[\x20-\x7e]*$/.test(text);
}

function writeField(block: Uint8Array, offset: number, length: number, text: string): void {
  // Nearly all is ASCII, and a call of the encoder costs more than the whole field.
  for (let at = 0; at < text.length && at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return block.set(encoder.encode(text).subarray(0, length), offset);
    block[offset + at] = code;
  }
}

function writeOctal(block: Uint8Array, offset: number, length: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new FromageError('usage', `${value} is no number for a tar header`);
  writeField(block, offset, length, value.toString(8).padStart(length - 1, '0'));
}

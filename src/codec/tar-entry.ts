import { FromageError } from '../model/error.ts';
import type { PaxRecords } from './pax.ts';
import { paxNumber, paxText, readPaxRecords } from './pax.ts';
import type { TarHeader } from './tar-header.ts';
import { isZeroBlock, readNumber, readTarHeader, readText, TAR_BLOCK } from './tar-header.ts';

export type TarType = 'file' | 'hardlink' | 'symlink' | 'char' | 'block' | 'directory' | 'fifo';

/** An entry of a tar with all that PAX and GNU headers before it said. Names are as written: hostile until shown otherwise. */
export interface TarEntry {
  readonly name: string;
  readonly type: TarType;
  /** Bytes of the body in the archive; 0 for all but files. Of a sparse file the body is shorter than the file. */
  readonly size: number;
  /** Bytes of the file once unpacked; differs from `size` for sparse files only. */
  readonly realSize: number;
  readonly sparse: boolean;
  /** Where its first header block (PAX and long names included) and its body begin, from the start of the tar. */
  readonly headerOffset: number;
  readonly offset: number;
  readonly linkName: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with a fraction where PAX gives one. */
  readonly mtime: number;
  readonly uname: string;
  readonly gname: string;
  readonly devMajor: number;
  readonly devMinor: number;
  /** PAX records of this entry, extended attributes among them; null where it has none. */
  readonly pax: PaxRecords | null;
}

export interface TarLimits {
  readonly maxEntries: number;
  /** Bytes of one PAX header or long name. */
  readonly maxHeaderBytes: number;
}

export const TAR_LIMITS: TarLimits = { maxEntries: 10_000_000, maxHeaderBytes: 1024 * 1024 };

/** What a header block asks of who reads the tar. */
export type TarStep =
  /** Hand over the next `size` bytes (padded to whole blocks) with `extend()`. */
  | { readonly kind: 'extension'; readonly size: number }
  | { readonly kind: 'entry'; readonly entry: TarEntry }
  /** A zero block: the end, if another follows. */
  | { readonly kind: 'zero' };

/** Makes entries out of header blocks; used alike by the positioned and the streaming reader. */
export interface TarAssembler {
  /** `offset` is where the block begins. Throws `malformed`, `too-large`. */
  header(block: Uint8Array, offset: number): TarStep;
  /** The bytes an `extension` asked for. For a sparse file's map the finished entry, or the next extension; else null. */
  extend(bytes: Uint8Array): TarStep | null;
  /** Whether extended headers were read whose entry has not come. */
  isWaiting(): boolean;
}

export function assembleTarEntries(limits: TarLimits = TAR_LIMITS): TarAssembler {
  let pending = nothing();
  let extension: { readonly flag: string } | null = null;
  let sparse: TarHeader | null = null;
  let sparseOffset = 0;
  let realSize = 0;
  let count = 0;

  function finish(header: TarHeader, offset: number): TarStep {
    count += 1;
    if (count > limits.maxEntries) throw new FromageError('too-large', `the tar has more than ${limits.maxEntries} entries`);
    const entry = makeEntry(header, pending, offset, realSize);
    pending = nothing();
    sparse = null;
    realSize = 0;
    return { kind: 'entry', entry };
  }

  return {
    header(block, offset) {
      if (isZeroBlock(block)) return { kind: 'zero' };
      const header = readTarHeader(block);
      pending.start ??= offset;
      if (EXTENSIONS.has(header.flag)) {
        if (header.size > limits.maxHeaderBytes)
          throw new FromageError('too-large', `a tar has an extended header of ${header.size} bytes`);
        extension = { flag: header.flag };
        return { kind: 'extension', size: header.size };
      }
      if (header.flag !== 'S') return finish(header, offset + TAR_BLOCK);
      realSize = readNumber(block, 483, 12);
      sparse = header;
      sparseOffset = offset + TAR_BLOCK;
      return block[482] === 0 ? finish(header, sparseOffset) : { kind: 'extension', size: TAR_BLOCK };
    },
    extend(bytes) {
      if (sparse !== null) {
        // A block more of a GNU sparse file's map; they stand between header and body.
        sparseOffset += TAR_BLOCK;
        if (sparseOffset - (pending.start ?? 0) > limits.maxHeaderBytes)
          throw new FromageError('too-large', 'a tar has a sparse file with too long a map');
        return bytes[504] === 0 ? finish(sparse, sparseOffset) : { kind: 'extension', size: TAR_BLOCK };
      }
      if (extension !== null) pending = amend(pending, extension.flag, bytes);
      extension = null;
      return null;
    },
    isWaiting: () => pending.start !== null,
  };
}

interface Pending {
  start: number | null;
  readonly name: string | null;
  readonly linkName: string | null;
  readonly pax: PaxRecords | null;
}

/** PAX (`X` is Solaris'), PAX global, GNU long name and long link. */
const EXTENSIONS: ReadonlySet<string> = new Set(['x', 'X', 'g', 'L', 'K']);

const TYPES: Readonly<Record<string, TarType>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};

function nothing(): Pending {
  return { start: null, name: null, linkName: null, pax: null };
}

function amend(pending: Pending, flag: string, bytes: Uint8Array): Pending {
  if (flag === 'L') return { ...pending, name: readText(bytes, 0, bytes.length) };
  if (flag === 'K') return { ...pending, linkName: readText(bytes, 0, bytes.length) };
  // Global records are passed over: the tar reader of Go, and so every container engine, does not apply them to entries.
  if (flag === 'g') return pending;
  return { ...pending, pax: readPaxRecords(bytes) };
}

function makeEntry(header: TarHeader, pending: Pending, offset: number, sparseSize: number): TarEntry {
  const pax = pending.pax ?? NO_RECORDS;
  const name = paxText(pax, 'GNU.sparse.name') ?? paxText(pax, 'path') ?? pending.name ?? header.name;
  const type = typeOf(header.flag, name);
  // Only files have bodies, whatever size a header states: so Go reads it, and thus every engine.
  const size = type === 'file' ? wholeNumber(paxNumber(pax, 'size') ?? header.size) : 0;
  const paxSparse = paxNumber(pax, 'GNU.sparse.realsize') ?? paxNumber(pax, 'GNU.sparse.size');
  const sparse = header.flag === 'S' || paxSparse !== null;
  return {
    name,
    type,
    size,
    realSize: sparse ? wholeNumber(paxSparse ?? sparseSize) : size,
    sparse,
    headerOffset: pending.start ?? offset - TAR_BLOCK,
    offset,
    linkName: paxText(pax, 'linkpath') ?? pending.linkName ?? header.linkName,
    mode: header.mode,
    uid: paxNumber(pax, 'uid') ?? header.uid,
    gid: paxNumber(pax, 'gid') ?? header.gid,
    mtime: paxNumber(pax, 'mtime') ?? header.mtime,
    uname: paxText(pax, 'uname') ?? header.uname,
    gname: paxText(pax, 'gname') ?? header.gname,
    devMajor: header.devMajor,
    devMinor: header.devMinor,
    pax: pending.pax,
  };
}

const NO_RECORDS: PaxRecords = new Map();

/** Unknown flags are files, as POSIX has it. v7 knew no directories but by the slash at the end. */
function typeOf(flag: string, name: string): TarType {
  const type = TYPES[flag] ?? 'file';
  return type === 'file' && flag === '0' && name.endsWith('/') ? 'directory' : type;
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new FromageError('malformed', 'a tar has an entry with an impossible size');
  return value;
}

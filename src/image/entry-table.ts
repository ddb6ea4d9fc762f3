import type { PaxRecords } from '../codec/pax.ts';
import type { TarEntry } from '../codec/tar-entry.ts';
import type { Device, Xattr } from '../model/file-entry.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import { cleanPath, showPath, splitPath } from '../model/image-path.ts';
import type { EntryTable } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { TextTable } from './columns.ts';
import { growInts, growTexts } from './columns.ts';

/** An EntryTable that grows. */
export interface GrowingTable {
  readonly strings: TextTable;
  /** The number of a folder, by its path. */
  folderOf(path: string): number;
  /** The row of the new entry. `path` is its clean path. */
  add(entry: TarEntry, path: string): number;
  done(): EntryTable;
}

/** `tell` is told of what is odd about an entry. */
export function growTable(tell: (problem: Problem) => void): GrowingTable {
  const strings = growTexts();
  const folders = growFolders(strings);
  const devices = new Map<number, Device>();
  const xattrs = new Map<number, readonly Xattr[]>();
  let columns = makeColumns(256);
  let count = 0;

  function add(entry: TarEntry, path: string): number {
    if (count === columns.folder.length) columns = copyColumns(columns, count, count * 2);
    const row = count;
    count += 1;
    const [folder, name] = splitPath(path);
    columns.folder[row] = folders.numberOf(folder);
    columns.name[row] = strings.put(name);
    columns.type[row] = FILE_TYPES.indexOf(entry.type);
    columns.mode[row] = entry.mode;
    columns.uid[row] = ownerOf(entry.uid, path, tell);
    columns.gid[row] = ownerOf(entry.gid, path, tell);
    // A PAX record can say `-0`.
    columns.mtime[row] = entry.mtime + 0;
    columns.size[row] = entry.realSize;
    const link = linkOf(entry, path, tell);
    columns.link[row] = link === null ? -1 : strings.put(link);
    columns.offset[row] = entry.type === 'file' && !entry.sparse ? entry.offset : -1;
    if (entry.type === 'char' || entry.type === 'block') devices.set(row, { major: entry.devMajor, minor: entry.devMinor });
    const attributes = entry.pax === null ? NO_XATTRS : xattrsOf(entry.pax);
    if (attributes.length > 0) xattrs.set(row, attributes);
    return row;
  }

  return {
    strings,
    folderOf: folders.numberOf,
    add,
    done: () => ({ count, strings: strings.done(), ...folders.done(), ...copyColumns(columns, count, count), devices, xattrs }),
  };
}

/** An entry's columns: they grow together, so that each write is plain. */
type Columns = ReturnType<typeof makeColumns>;

function makeColumns(length: number) {
  return {
    folder: new Int32Array(length),
    name: new Int32Array(length),
    type: new Uint8Array(length),
    mode: new Uint16Array(length),
    uid: new Uint32Array(length),
    gid: new Uint32Array(length),
    mtime: new Float64Array(length),
    size: new Float64Array(length),
    link: new Int32Array(length),
    offset: new Float64Array(length),
  };
}

function copyColumns(from: Columns, count: number, length: number): Columns {
  const to = makeColumns(length);
  to.folder.set(from.folder.subarray(0, count));
  to.name.set(from.name.subarray(0, count));
  to.type.set(from.type.subarray(0, count));
  to.mode.set(from.mode.subarray(0, count));
  to.uid.set(from.uid.subarray(0, count));
  to.gid.set(from.gid.subarray(0, count));
  to.mtime.set(from.mtime.subarray(0, count));
  to.size.set(from.size.subarray(0, count));
  to.link.set(from.link.subarray(0, count));
  to.offset.set(from.offset.subarray(0, count));
  return to;
}

interface GrowingFolders {
  numberOf(path: string): number;
  done(): Pick<EntryTable, 'folderParent' | 'folderName'>;
}

function growFolders(strings: TextTable): GrowingFolders {
  const parents = growInts();
  const names = growInts();
  const numbers = new Map<string, number>([['', 0]]);
  parents.push(-1);
  names.push(strings.put(''));
  let last = { path: '', folder: 0 };

  function make(path: string): number {
    const [above, name] = splitPath(path);
    const parent = numbers.get(above) ?? make(above);
    const folder = parents.count();
    parents.push(parent);
    names.push(strings.put(name));
    numbers.set(path, folder);
    return folder;
  }

  return {
    numberOf(path) {
      // Entries come folder by folder, nearly always.
      if (path === last.path) return last.folder;
      const folder = numbers.get(path) ?? make(path);
      last = { path, folder };
      return folder;
    },
    done: () => ({ folderParent: parents.done(), folderName: names.done() }),
  };
}

const NOBODY = 0xffff_ffff;

/** User and group numbers are 32 bits in the kernel; a tar may state any number. */
function ownerOf(id: number, path: string, tell: (problem: Problem) => void): number {
  if (Number.isInteger(id) && id >= 0 && id <= NOBODY) return id;
  tell({ kind: 'odd-entry', message: `${showPath(path)} belongs to the impossible user or group ${id}`, incomplete: false });
  return NOBODY;
}

/** A symbolic link's target is text for the one who follows it; a hard link's is a path of the image. */
function linkOf(entry: TarEntry, path: string, tell: (problem: Problem) => void): string | null {
  if (entry.type === 'symlink') return entry.linkName;
  if (entry.type !== 'hardlink') return null;
  const clean = cleanPath(entry.linkName);
  if (clean.ok) return clean.path;
  tell({ kind: 'broken-hard-link', message: `the hard link ${showPath(path)} leads out of the image`, incomplete: false });
  return '';
}

const NO_XATTRS: readonly Xattr[] = [];
const XATTR = 'SCHILY.xattr.';

function xattrsOf(pax: PaxRecords): readonly Xattr[] {
  return [...pax]
    .filter(([key, value]) => key.startsWith(XATTR) && value.length > 0)
    .map(([key, value]) => ({ name: key.slice(XATTR.length), value }));
}

import type { TarEntry } from '../codec/tar-entry.ts';
import type { Xattr } from '../model/file-entry.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import { cleanPath, showPath, splitPath } from '../model/image-path.ts';
import type { EntryTable, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { Column } from './columns.ts';
import { growColumn, growInts, growTexts } from './columns.ts';
import { boundProblems } from './bound-problems.ts';
import { readMarker } from './whiteout.ts';

/** Makes the columns of a LayerAnalysis out of a tar's entries, in their order. */
export interface EntryRecorder {
  /** The row of the entry; null for a marker, and for what has no place in an image (then a Problem says so). */
  add(entry: TarEntry): RecordedEntry | null;
  done(): Pick<LayerAnalysis, 'entries' | 'whiteouts' | 'opaque' | 'problems'>;
}

export interface RecordedEntry {
  readonly row: number;
  readonly path: string;
}

export function recordEntries(): EntryRecorder {
  const columns = growTable();
  const whiteouts = { folder: growInts(), name: growInts() };
  const opaque = growInts();
  const problems = boundProblems();

  function place(entry: TarEntry): string | null {
    const clean = cleanPath(entry.name);
    if (!clean.ok) {
      problems.add(unusable(entry, clean.reason));
      return null;
    }
    if (clean.odd) problems.add(oddPath(entry, clean.path));
    return clean.path;
  }

  return {
    add(entry) {
      const path = place(entry);
      if (path === null) return null;
      const marker = readMarker(path);
      if (marker.kind === 'none') return { row: addRow(columns, entry, path, problems.add), path };
      if (marker.kind === 'bad') problems.add(badMarker(path));
      if (marker.kind === 'opaque') opaque.push(columns.folderOf(marker.folder));
      if (marker.kind === 'whiteout') {
        whiteouts.folder.push(columns.folderOf(marker.folder));
        whiteouts.name.push(columns.strings.put(marker.name));
      }
      return null;
    },
    done: () => ({
      entries: finishTable(columns),
      whiteouts: { folder: whiteouts.folder.done(), name: whiteouts.name.done() },
      opaque: opaque.done(),
      problems: problems.done(),
    }),
  };
}

/** The columns of an EntryTable while they grow. */
type GrowingTable = ReturnType<typeof growTable>;

function growTable() {
  const strings = growTexts();
  const folderParent = growInts();
  const folderName = growInts();
  const folders = new Map<string, number>([['', 0]]);
  folderParent.push(-1);
  folderName.push(strings.put(''));
  let last = { path: '', folder: 0 };

  function folderOf(path: string): number {
    // Entries come folder by folder, nearly always.
    if (path === last.path) return last.folder;
    const folder = folders.get(path) ?? newFolder(path);
    last = { path, folder };
    return folder;
  }

  function newFolder(path: string): number {
    const [above, name] = splitPath(path);
    const parent = folders.get(above) ?? newFolder(above);
    const folder = folderParent.push(parent);
    folderName.push(strings.put(name));
    folders.set(path, folder);
    return folder;
  }

  return {
    strings,
    folderParent,
    folderName,
    folderOf,
    folder: growInts(),
    name: growInts(),
    type: growColumn((length) => new Uint8Array(length)),
    mode: growColumn((length) => new Uint16Array(length)),
    uid: growColumn((length) => new Uint32Array(length)),
    gid: growColumn((length) => new Uint32Array(length)),
    mtime: growColumn((length) => new Float64Array(length)),
    size: growColumn((length) => new Float64Array(length)),
    link: growInts(),
    offset: growColumn((length) => new Float64Array(length)),
    devices: new Map<number, { readonly major: number; readonly minor: number }>(),
    xattrs: new Map<number, readonly Xattr[]>(),
  };
}

function addRow(columns: GrowingTable, entry: TarEntry, path: string, tell: (problem: Problem) => void): number {
  const [folder, name] = splitPath(path);
  const row = columns.folder.push(columns.folderOf(folder));
  columns.name.push(columns.strings.put(name));
  columns.type.push(FILE_TYPES.indexOf(entry.type));
  columns.mode.push(entry.mode);
  pushOwner(columns.uid, entry.uid, path, tell);
  pushOwner(columns.gid, entry.gid, path, tell);
  columns.mtime.push(entry.mtime);
  columns.size.push(entry.realSize);
  const link = linkOf(entry, path, tell);
  columns.link.push(link === null ? -1 : columns.strings.put(link));
  columns.offset.push(entry.type === 'file' && !entry.sparse ? entry.offset : -1);
  if (entry.type === 'char' || entry.type === 'block') columns.devices.set(row, { major: entry.devMajor, minor: entry.devMinor });
  const xattrs = xattrsOf(entry);
  if (xattrs.length > 0) columns.xattrs.set(row, xattrs);
  return row;
}

const NOBODY = 0xffff_ffff;

/** User and group numbers are 32 bits in the kernel; a tar may state any number. */
function pushOwner(column: Column<Uint32Array>, id: number, path: string, tell: (problem: Problem) => void): void {
  const isSound = Number.isInteger(id) && id >= 0 && id <= NOBODY;
  if (!isSound) tell({ kind: 'odd-entry', message: `${showPath(path)} belongs to the impossible user or group ${id}`, incomplete: false });
  column.push(isSound ? id : NOBODY);
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

const XATTR = 'SCHILY.xattr.';

function xattrsOf(entry: TarEntry): readonly Xattr[] {
  if (entry.pax === null) return [];
  return [...entry.pax]
    .filter(([key, value]) => key.startsWith(XATTR) && value.length > 0)
    .map(([key, value]) => ({ name: key.slice(XATTR.length), value }));
}

function finishTable(columns: GrowingTable): EntryTable {
  return {
    count: columns.folder.length,
    strings: columns.strings.done(),
    folderParent: columns.folderParent.done(),
    folderName: columns.folderName.done(),
    folder: columns.folder.done(),
    name: columns.name.done(),
    type: columns.type.done(),
    mode: columns.mode.done(),
    uid: columns.uid.done(),
    gid: columns.gid.done(),
    mtime: columns.mtime.done(),
    size: columns.size.done(),
    link: columns.link.done(),
    offset: columns.offset.done(),
    devices: columns.devices,
    xattrs: columns.xattrs,
  };
}

const REASONS = { 'leads-out': 'leads out of the image', nul: 'holds a NUL', 'too-long': 'is too long' } as const;

function unusable(entry: TarEntry, reason: keyof typeof REASONS): Problem {
  return {
    kind: 'unusable-path',
    message: `the path ${showPath(entry.name)} ${REASONS[reason]} and was passed over`,
    where: `byte ${entry.headerOffset} of the layer`,
    incomplete: true,
  };
}

function oddPath(entry: TarEntry, path: string): Problem {
  return {
    kind: 'odd-path',
    message: `the path ${showPath(entry.name)} was taken for ${showPath(path)}`,
    where: `byte ${entry.headerOffset} of the layer`,
    incomplete: false,
  };
}

function badMarker(path: string): Problem {
  return {
    kind: 'odd-whiteout',
    message: `${showPath(path)} looks like a whiteout and names nothing that could be deleted`,
    incomplete: false,
  };
}

import type { DiffId } from './digest.ts';
import type { Device, FileEntry, Xattr } from './file-entry.ts';
import { FILE_TYPES } from './file-entry.ts';
import type { Problem } from './problem.ts';

/**
 * The entries of a layer's tar in its order, in columns: row `i` of each belongs to entry `i`. A layer has a hundred thousand,
 * and an object for each would be most of the program's memory. Duplicates are all there; the last counts.
 */
export interface EntryTable {
  readonly count: number;
  /** Names and link targets, each once; other columns hold places in it. */
  readonly strings: readonly string[];
  /** Folders that entries and markers lie in. Folder 0 is the root and has parent -1; a parent stands before its children. */
  readonly folderParent: Int32Array;
  readonly folderName: Int32Array;
  /** The folder an entry lies in, and its name there; the root itself is the empty name in folder 0. */
  readonly folder: Int32Array;
  readonly name: Int32Array;
  /** Places in FILE_TYPES. */
  readonly type: Uint8Array;
  readonly mode: Uint16Array;
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  readonly mtime: Float64Array;
  readonly size: Float64Array;
  /** -1 where it is no link. */
  readonly link: Int32Array;
  /** -1 where there is no body in one piece. */
  readonly offset: Float64Array;
  /** By row; few have any. */
  readonly devices: ReadonlyMap<number, Device>;
  readonly xattrs: ReadonlyMap<number, readonly Xattr[]>;
}

/** Whiteouts: `name` in `folder` is deleted from the layers below. */
export interface Whiteouts {
  readonly folder: Int32Array;
  readonly name: Int32Array;
}

/** What one extractor found in one file: anything JSON can say. */
export interface Fact {
  readonly row: number;
  readonly value: JsonValue;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** All that an extractor found in a layer; one that found nothing is there too, so that it is known to have looked. */
export interface ExtractorFacts {
  readonly extractor: string;
  readonly version: number;
  readonly facts: readonly Fact[];
}

/** What is known of a layer from its own bytes alone, whatever lies below it. */
export interface LayerAnalysis {
  /** Hashed by us over every byte; null where bytes were skipped, or the hash was not wanted. */
  readonly diffId: DiffId | null;
  /** Bytes of the uncompressed tar as far as it was read. */
  readonly bytes: number;
  /** False where the tar broke off or could not be read on: what is here came before that. */
  readonly complete: boolean;
  readonly entries: EntryTable;
  readonly whiteouts: Whiteouts;
  /** Folders that hide all the layers below have in them. */
  readonly opaque: Int32Array;
  readonly facts: readonly ExtractorFacts[];
  readonly problems: readonly Problem[];
}

/** The path of a folder. */
export function folderPath(table: EntryTable, folder: number): string {
  const parts: string[] = [];
  for (let at = folder; at > 0; at = table.folderParent[at] ?? 0) parts.push(table.strings[table.folderName[at] ?? 0] ?? '');
  return parts.reverse().join('/');
}

/** The path of an entry. */
export function rowPath(table: EntryTable, row: number): string {
  const folder = folderPath(table, table.folder[row] ?? 0);
  const name = table.strings[table.name[row] ?? 0] ?? '';
  return folder === '' ? name : `${folder}/${name}`;
}

/** An entry out of its columns; `path` where it is known already. */
export function readEntry(table: EntryTable, row: number, path: string = rowPath(table, row)): FileEntry {
  const offset = table.offset[row] ?? -1;
  return {
    path,
    type: FILE_TYPES[table.type[row] ?? 0] ?? 'file',
    size: table.size[row] ?? 0,
    mode: table.mode[row] ?? 0,
    uid: table.uid[row] ?? 0,
    gid: table.gid[row] ?? 0,
    mtime: table.mtime[row] ?? 0,
    link: table.strings[table.link[row] ?? -1] ?? null,
    device: table.devices.get(row) ?? null,
    xattrs: table.xattrs.get(row) ?? [],
    offset: offset < 0 ? null : offset,
  };
}

import type { FileEntry } from './file-entry.ts';
import type { Problem } from './problem.ts';

/** An entry of one layer: the layer's place (0 is the lowest) and the row in its table. */
export interface EntryPlace {
  readonly layer: number;
  readonly row: number;
}

/** A path of the squashed tree. A hard link has the type, size and metadata of the file it is another name of. */
export interface TreeEntry extends FileEntry {
  /** The layer that put it there: its owner. */
  readonly layer: number;
  /** The row in that layer's table; null for a folder that stands there only because something lies in it. */
  readonly row: number | null;
  /** Where its body and metadata are: its own place, or that of the file a hard link leads to; null for a hard link that leads nowhere, and where `row` is null. */
  readonly content: EntryPlace | null;
  /** Whether it came as a hard link. */
  readonly hardLink: boolean;
}

/** Why a path of a lower layer is gone: its own whiteout, its parent's, an opaque folder, or something that is no folder took its parent's place. */
export type RemovalCause = 'whiteout' | 'parent-whiteout' | 'opaque' | 'replaced';

/** What one layer did to the tree below it; each list sorted by path. */
export interface LayerChanges {
  readonly added: readonly TreeEntry[];
  /** Paths that were there below, written again: the entry now, and the one it hides. */
  readonly changed: readonly { readonly entry: TreeEntry; readonly below: TreeEntry }[];
  readonly removed: readonly { readonly below: TreeEntry; readonly cause: RemovalCause }[];
}

/**
 * The files of an image as a container sees them: all layers, one on the other. Paths are given as the image has them, a
 * leading slash or not. The root is always there; `entries` and `count` leave it out.
 */
export interface FileTree {
  /** How many layers. */
  readonly layers: number;
  /** How many paths. */
  readonly count: number;
  /** Hard links that lead nowhere, entries below what is no folder … */
  readonly problems: readonly Problem[];
  /** The path itself; a link is not followed. */
  get(path: string): TreeEntry | null;
  /** Where the entry at the path is, and no more of it; null also for a folder that no layer wrote. A link is not followed. */
  locate(path: string): EntryPlace | null;
  /** What the path leads to, symbolic links followed within the root, at most 40; null where it leads nowhere. */
  resolve(path: string): TreeEntry | null;
  /** Names in a folder, sorted; empty where it is none. Links are not followed. */
  list(path: string): readonly string[];
  /** All paths, a folder before what lies in it, siblings sorted. */
  entries(): IterableIterator<TreeEntry>;
  /** What lower layers had at this path, nearest first; also of a path that is gone. */
  hidden(path: string): readonly TreeEntry[];
  /** Whether this entry of a layer is what the tree has at its path. */
  isCurrent(place: EntryPlace): boolean;
  /** The layer that hides this entry, as many as `layers` where none does; its own where an entry after it took its place. */
  hiddenFrom(place: EntryPlace): number;
  /** 1 for each row of a layer's table that is what the tree has at its path. */
  currentRows(layer: number): Uint8Array;
  changes(layer: number): LayerChanges;
}

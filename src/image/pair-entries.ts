import type { FileTree, TreeEntry } from '../model/file-tree.ts';

/** A path that one of two trees has, or both. */
export type EntryPair =
  | { readonly path: string; readonly a: TreeEntry; readonly b: TreeEntry }
  | { readonly path: string; readonly a: TreeEntry; readonly b: null }
  | { readonly path: string; readonly a: null; readonly b: TreeEntry };

/** All paths of two trees: those that `a` has in its order, then what only `b` has in that of `b`. */
export function* pairEntries(a: FileTree, b: FileTree): IterableIterator<EntryPair> {
  for (const entry of a.entries()) yield { path: entry.path, a: entry, b: b.get(entry.path) };
  for (const entry of b.entries()) if (a.get(entry.path) === null) yield { path: entry.path, a: null, b: entry };
}

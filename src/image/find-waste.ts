import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import type { WasteCause, WastedFile } from '../model/layers-report.ts';

/** Files that lie in a layer and can't be seen, since a later one wrote them again or deleted them; largest first. */
export function findWaste(tree: FileTree): readonly WastedFile[] {
  const wasted: WastedFile[] = [];
  for (let by = 1; by < tree.layers; by += 1) {
    const { changed, removed } = tree.changes(by);
    for (const { entry, below } of changed) tell(wasted, below, by, causeOf(entry, below));
    for (const { below } of removed) tell(wasted, below, by, 'deleted');
  }
  return wasted.toSorted((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
}

/** A hard link's bytes are those of another path. */
function tell(wasted: WastedFile[], { path, type, size, layer, hardLink }: TreeEntry, by: number, cause: WasteCause): void {
  if (type === 'file' && size > 0 && !hardLink) wasted.push({ path, size, layer, by, cause });
}

function causeOf(entry: TreeEntry, below: TreeEntry): WasteCause {
  const same = entry.type === 'file' && entry.size === below.size && Math.floor(entry.mtime) === Math.floor(below.mtime);
  return same ? 'touched' : 'overwritten';
}

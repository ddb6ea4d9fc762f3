import { FILE_TYPES } from '../model/file-entry.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { DiveFigures } from '../model/layers-report.ts';

/**
 * The figures of dive (github.com/wagoodman/dive), by its own definition (dive/filetree/efficiency.go, dive/image/analysis.go), so
 * that thresholds set for it hold here:
 * - In each layer's own tree the leaves count: files, links and such, folders in which the layer writes nothing, and whiteouts, which
 *   count under the path they delete. `.wh..wh..opq` counts nothing: what an opaque folder hides is not wasted.
 * - A leaf counts its size. The whiteout of a folder counts the sizes of all that the layers below have in it, that of anything else
 *   0. A folder without an entry of its own in lower layers is none to dive.
 * - Of each path: *cumulative* is the sum over the layers, *least* the smallest of them. Efficiency is the sum of all leasts by the
 *   sum of all cumulatives; 1 where there is nothing.
 * - Wasted bytes are the cumulatives of paths that count twice or more: all copies, the one that is seen too. A deleted folder counts
 *   under its own path, mostly once, so it is not in them, and both sums of the efficiency have it.
 * - User bytes are those of all entries above the lowest layer, the last of several of one path or not.
 * - At the whiteout of a path that lower layers do not have, dive gives up on the rest of that layer, and where it counts that path
 *   nowhere else it takes -1 for its least. So do we, in its order: names sorted, what is in a folder before the folder.
 * Hard links count 0, as in all tars that are written today; dive takes whatever size their header states.
 */
export function measureAsDive(layers: readonly LayerAnalysis[]): DiveFigures {
  const root = seen();
  const lastDeleting = layers.findLastIndex(deletes);
  for (const [at, layer] of layers.entries()) {
    const own = treeOf(layer);
    const isSorted = deletes(layer);
    countLeaves(own, root, isSorted);
    // What lies below matters to whiteouts alone.
    if (at < lastDeleting) stack(own, root, isSorted);
  }
  const sums = { least: 0, cumulative: 0, wasted: 0 };
  addUp(root, sums);
  const userBytes = layers.slice(1).reduce((sum, { entries }) => sum + entries.size.reduce((all, size) => all + size, 0), 0);
  return {
    efficiency: sums.cumulative === 0 ? 1 : sums.least / sums.cumulative,
    wastedBytes: sums.wasted,
    userBytes,
    userWastedPercent: userBytes === 0 ? null : sums.wasted / userBytes,
  };
}

/** A path of one layer. */
interface OwnNode {
  size: number;
  /** Whether an entry says it is a folder. */
  isFolder: boolean;
  children: Map<string, OwnNode> | null;
}

/** A path of any layer: what the layers so far make of it, and what was counted for it. */
interface SeenNode {
  isThere: boolean;
  size: number;
  isFolder: boolean;
  cumulative: number;
  least: number;
  times: number;
  children: Map<string, SeenNode> | null;
}

const DIRECTORY = FILE_TYPES.indexOf('directory');
const WHITEOUT = '.wh.';

function own(): OwnNode {
  return { size: 0, isFolder: false, children: null };
}

function seen(): SeenNode {
  return { isThere: false, size: 0, isFolder: false, cumulative: 0, least: 0, times: 0, children: null };
}

function deletes({ whiteouts }: LayerAnalysis): boolean {
  return whiteouts.folder.length > 0;
}

/** A layer's own tree, whiteouts by their names in it. */
function treeOf({ entries, whiteouts, opaque }: LayerAnalysis): OwnNode {
  const root = own();
  const folders: OwnNode[] = [root];
  const open = (folder: number): OwnNode =>
    (folders[folder] ??= childOf(open(entries.folderParent[folder] ?? 0), entries.strings[entries.folderName[folder] ?? 0] ?? '', own));
  for (let row = 0; row < entries.count; row += 1) {
    const name = entries.strings[entries.name[row] ?? 0] ?? '';
    const folder = open(entries.folder[row] ?? 0);
    if (name === '') continue;
    const node = childOf(folder, name, own);
    node.size = entries.size[row] ?? 0;
    node.isFolder = entries.type[row] === DIRECTORY;
  }
  for (const [at, folder] of whiteouts.folder.entries())
    childOf(open(folder), WHITEOUT + (entries.strings[whiteouts.name[at] ?? 0] ?? ''), own);
  for (const folder of opaque) open(folder);
  return root;
}

function childOf<T extends { children: Map<string, T> | null }>(node: T, name: string, make: () => T): T {
  node.children ??= new Map();
  const known = node.children.get(name);
  if (known !== undefined) return known;
  const fresh = make();
  node.children.set(name, fresh);
  return fresh;
}

/** Only whiteouts make the order of names matter. Trees are as deep as paths have parts at most. */
function childrenOf({ children }: OwnNode, isSorted: boolean): Iterable<readonly [string, OwnNode]> {
  if (children === null) return [];
  return isSorted ? [...children].sort(([a], [b]) => (a < b ? -1 : 1)) : children;
}

/** What dive starts from, and keeps for a path at which it gave up: it takes a byte off the sum. */
const UNCOUNTED = -1;

/** Counts each leaf; false where one stopped it. */
function countLeaves(from: OwnNode, at: SeenNode, isSorted: boolean): boolean {
  for (const [name, node] of childrenOf(from, isSorted)) {
    if (node.children !== null) {
      if (!countLeaves(node, childOf(at, name, seen), isSorted)) return false;
      continue;
    }
    const isDeleted = name.startsWith(WHITEOUT);
    const path = childOf(at, isDeleted ? name.slice(WHITEOUT.length) : name, seen);
    if (isDeleted && !path.isThere) {
      if (path.times === 0) path.least = UNCOUNTED;
      return false;
    }
    const deleted = path.isFolder ? wholeSize(path) : 0;
    const size = isDeleted ? deleted : node.size;
    path.least = path.times === 0 ? size : Math.min(path.least, size);
    path.cumulative += size;
    path.times += 1;
  }
  return true;
}

function wholeSize(node: SeenNode): number {
  let { size } = node;
  for (const child of node.children?.values() ?? []) if (child.isThere) size += wholeSize(child);
  return size;
}

/** Lays a layer on those below it. A file that takes a folder's place keeps what was in it. */
function stack(from: OwnNode, at: SeenNode, isSorted: boolean): void {
  for (const [name, node] of childrenOf(from, isSorted)) {
    if (node.children === null && name.startsWith(WHITEOUT)) {
      const gone = at.children?.get(name.slice(WHITEOUT.length));
      if (gone !== undefined) remove(gone);
      continue;
    }
    const path = childOf(at, name, seen);
    stack(node, path, isSorted);
    path.isThere = true;
    path.size = node.size;
    path.isFolder = node.isFolder;
  }
}

function remove(node: SeenNode): void {
  node.isThere = false;
  node.size = 0;
  node.isFolder = false;
  for (const child of node.children?.values() ?? []) if (child.isThere) remove(child);
}

function addUp(node: SeenNode, sums: { least: number; cumulative: number; wasted: number }): void {
  sums.least += node.least;
  sums.cumulative += node.cumulative;
  if (node.times > 1) sums.wasted += node.cumulative;
  for (const child of node.children?.values() ?? []) addUp(child, sums);
}

import { FILE_TYPES } from '../model/file-entry.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { folderPath, rowPath } from '../model/layer-analysis.ts';
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
 * - At the whiteout of a path that lower layers do not have, dive gives up on the rest of that layer. So do we, in its order: names
 *   sorted, what is in a folder before the folder.
 * Hard links count 0, as in all tars that are written today; dive takes whatever size their header states.
 */
export function measureAsDive(layers: readonly LayerAnalysis[]): DiveFigures {
  const paths = new Map<string, Counted>();
  const stacked = folder();
  for (const layer of layers) {
    const own = treeOf(layer);
    countLeaves(own, stacked, paths);
    stack(own, '', stacked);
  }
  let [least, cumulative, wastedBytes] = [0, 0, 0];
  for (const path of paths.values()) {
    least += path.least;
    cumulative += path.cumulative;
    if (path.times > 1) wastedBytes += path.cumulative;
  }
  const userBytes = layers.slice(1).reduce((sum, { entries }) => sum + entries.size.reduce((all, size) => all + size, 0), 0);
  return {
    efficiency: cumulative === 0 ? 1 : least / cumulative,
    wastedBytes,
    userBytes,
    userWastedPercent: userBytes === 0 ? null : wastedBytes / userBytes,
  };
}

interface Counted {
  cumulative: number;
  least: number;
  times: number;
}

interface DiveNode {
  size: number;
  /** Whether an entry says it is a folder. */
  isFolder: boolean;
  readonly children: Map<string, DiveNode>;
}

const DIRECTORY = FILE_TYPES.indexOf('directory');
const WHITEOUT = '.wh.';

function folder(): DiveNode {
  return { size: 0, isFolder: false, children: new Map() };
}

/** A layer's own tree, whiteouts by their names in it. */
function treeOf({ entries, whiteouts, opaque }: LayerAnalysis): DiveNode {
  const root = folder();
  for (let row = 0; row < entries.count; row += 1) {
    const path = rowPath(entries, row);
    if (path === '') continue;
    const node = reach(root, path);
    node.size = entries.size[row] ?? 0;
    node.isFolder = entries.type[row] === DIRECTORY;
  }
  for (const [at, place] of whiteouts.folder.entries()) {
    const name = entries.strings[whiteouts.name[at] ?? 0] ?? '';
    reach(root, `${folderPath(entries, place)}/${WHITEOUT}${name}`);
  }
  for (const place of opaque) reach(root, folderPath(entries, place));
  return root;
}

function reach(root: DiveNode, path: string): DiveNode {
  let node = root;
  for (const name of path.split('/')) if (name !== '') node = childOf(node, name);
  return node;
}

function childOf(node: DiveNode, name: string): DiveNode {
  const known = node.children.get(name);
  if (known !== undefined) return known;
  const fresh = folder();
  node.children.set(name, fresh);
  return fresh;
}

/** Each leaf of a layer, until one stops it. */
function countLeaves(own: DiveNode, below: DiveNode, paths: Map<string, Counted>): void {
  for (const { path, node, deleted } of eachNode(own, '')) {
    if (node.children.size > 0) continue;
    const gone = deleted ? find(below, path) : null;
    if (deleted && gone === null) return;
    const size = gone === null ? node.size : gone.isFolder ? wholeSize(gone) : 0;
    const counted = paths.get(path);
    if (counted === undefined) paths.set(path, { cumulative: size, least: size, times: 1 });
    else {
      counted.cumulative += size;
      counted.least = Math.min(counted.least, size);
      counted.times += 1;
    }
  }
}

interface Visited {
  /** Of a whiteout what it deletes. */
  readonly path: string;
  readonly node: DiveNode;
  readonly deleted: boolean;
}

/** All below a node: names sorted, what is in a folder before the folder. As deep as a path has parts at most. */
function* eachNode(from: DiveNode, at: string): IterableIterator<Visited> {
  for (const [name, node] of [...from.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield* eachNode(node, `${at}/${name}`);
    const deleted = name.startsWith(WHITEOUT);
    yield { path: `${at}/${deleted ? name.slice(WHITEOUT.length) : name}`, node, deleted };
  }
}

function find(root: DiveNode, path: string): DiveNode | null {
  let node: DiveNode | undefined = root;
  for (const name of path.split('/')) if (name !== '') node = node?.children.get(name);
  return node ?? null;
}

function wholeSize(node: DiveNode): number {
  let size = node.size;
  for (const child of node.children.values()) size += wholeSize(child);
  return size;
}

/** Lays a layer on those below it. A file that takes a folder's place keeps what was in it. */
function stack(own: DiveNode, at: string, stacked: DiveNode): void {
  for (const { path, node, deleted } of eachNode(own, at)) {
    const slash = path.lastIndexOf('/');
    if (deleted) find(stacked, path.slice(0, slash))?.children.delete(path.slice(slash + 1));
    else {
      const target = reach(stacked, path);
      target.size = node.size;
      target.isFolder = node.isFolder;
    }
  }
}

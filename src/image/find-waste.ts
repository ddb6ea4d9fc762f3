import { FILE_TYPES } from '../model/file-entry.ts';
import type { EntryPlace, FileTree, TreeEntry } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { rowPath } from '../model/layer-analysis.ts';
import type { Leftover, WasteCause, WastedFile, WasteGroup, WasteKind } from '../model/layers-report.ts';
import { WASTE_KINDS } from './waste-kinds.ts';
import { wasteKindOf, wasteKindsOf } from './waste-places.ts';

/** What an image ships and nobody sees, and what is seen and nobody needs. */
export interface Waste {
  /** Largest first. */
  readonly files: readonly WastedFile[];
  /** The same, by cause; largest first. */
  readonly groups: readonly WasteGroup[];
  /** Largest first. */
  readonly leftovers: readonly Leftover[];
  /** The kinds that groups and leftovers name. */
  readonly kinds: readonly WasteKind[];
}

/**
 * Files that lie in a layer and can't be seen, since a later one wrote them again or deleted them; and files that are seen, of a kind
 * that images can do without. A body counts once, and not where a hard link still leads to it.
 *
 * What was written again with the same size and time is `touched`: its mode or owner may be all that changed, for which overlays copy
 * the file whole, and where all times are one it may be other bytes. Bodies are not compared: it would take reading all layers once
 * more, and `fromage cat --layer` shows them.
 */
export function findWaste(tree: FileTree, layers: readonly LayerAnalysis[]): Waste {
  const linked = linkedBodies(tree, layers);
  const files = hiddenFiles(tree, linked);
  const groups = grouped(files, ({ cause, kind, layer, by }) => ({ cause, kind, layer, by }));
  const leftovers = grouped(leftBehind(tree, layers, linked), ({ kind, layer }) => ({ kind, layer }));
  const named = new Set([...groups, ...leftovers].map(({ kind }) => kind));
  const kinds = WASTE_KINDS.filter(({ id }) => named.has(id)).map(({ id, group, what, avoid }) => ({ id, group, what, avoid }));
  return { files, groups, leftovers, kinds };
}

const FILE = FILE_TYPES.indexOf('file');
const HARD_LINK = FILE_TYPES.indexOf('hardlink');

/** Bodies that a path of the tree has as a hard link. */
function linkedBodies(tree: FileTree, layers: readonly LayerAnalysis[]): ReadonlySet<string> {
  const linked = new Set<string>();
  for (const [layer, { entries }] of layers.entries()) {
    if (!entries.type.includes(HARD_LINK)) continue;
    const rows = tree.currentRows(layer);
    for (let row = 0; row < entries.count; row += 1) {
      if (entries.type[row] !== HARD_LINK || rows[row] !== 1) continue;
      const content = tree.get(rowPath(entries, row))?.content ?? null;
      if (content !== null) linked.add(keyOf(content));
    }
  }
  return linked;
}

function keyOf({ layer, row }: EntryPlace): string {
  return `${layer}:${row}`;
}

function hiddenFiles(tree: FileTree, linked: ReadonlySet<string>): readonly WastedFile[] {
  const hidden: WastedFile[] = [];
  const tell = ({ path, type, size, layer, hardLink, content }: TreeEntry, by: number, cause: WasteCause): void => {
    const isOwn = type === 'file' && size > 0 && !hardLink && content !== null;
    if (isOwn && !linked.has(keyOf(content))) hidden.push({ path, size, layer, by, cause, kind: wasteKindOf(path)?.id ?? null });
  };
  for (let by = 1; by < tree.layers; by += 1) {
    const { changed, removed } = tree.changes(by);
    for (const { entry, below } of changed) tell(below, by, causeOf(entry, below));
    for (const { below } of removed) tell(below, by, 'deleted');
  }
  return hidden.toSorted((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
}

function causeOf(entry: TreeEntry, below: TreeEntry): WasteCause {
  const same = entry.type === 'file' && entry.size === below.size && Math.floor(entry.mtime) === Math.floor(below.mtime);
  return same ? 'touched' : 'overwritten';
}

function leftBehind(
  tree: FileTree,
  layers: readonly LayerAnalysis[],
  linked: ReadonlySet<string>,
): readonly { readonly kind: string; readonly layer: number; readonly size: number }[] {
  return layers.flatMap(({ entries }, layer) => {
    const rows = tree.currentRows(layer);
    const kindOf = wasteKindsOf(entries);
    const found: { kind: string; layer: number; size: number }[] = [];
    for (let row = 0; row < entries.count; row += 1) {
      const size = entries.size[row] ?? 0;
      if (rows[row] !== 1 || entries.type[row] !== FILE || size === 0) continue;
      const kind = kindOf(row);
      if (kind !== null && !linked.has(keyOf({ layer, row }))) found.push({ kind: kind.id, layer, size });
    }
    return found;
  });
}

/** Sums by key, largest first. */
function grouped<T extends { readonly size: number }, K extends object>(
  files: readonly T[],
  keyFor: (file: T) => K,
): readonly (K & { readonly files: number; readonly bytes: number })[] {
  const groups = Map.groupBy(files, (file) => JSON.stringify(keyFor(file)));
  return [...groups.values()]
    .flatMap(([first, ...rest]) => {
      if (first === undefined) return [];
      const bytes = rest.reduce((sum, { size }) => sum + size, first.size);
      return [{ ...keyFor(first), files: rest.length + 1, bytes }];
    })
    .toSorted((a, b) => b.bytes - a.bytes);
}

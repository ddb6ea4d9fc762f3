import { splitPath } from '../model/image-path.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import type { EntryPlace, FileTree } from '../model/file-tree.ts';
import { type EntryTable, folderPath, type LayerAnalysis } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { OwnedFiles } from './cataloger.ts';

/** A package and what it says is its own. */
export interface Owner {
  readonly package: Package;
  /** Whether it is of a distribution's database; what a note in a program says of its package is none. */
  readonly isOfSystem: boolean;
  readonly owned: readonly OwnedFiles[];
}

/** Which package each file of the image belongs to. */
export interface FileOwners {
  /** The place among the owners; -1 where the file belongs to none. */
  of(place: EntryPlace): number;
}

/**
 * Finds the owner of each file that the tree has. Where several name it: the distribution's package, then who names the file itself,
 * then the nearest folder's; of equals the first. What Python compiled belongs to the owner of its source.
 */
export function ownFiles(tree: FileTree, analyses: readonly LayerAnalysis[], owners: readonly Owner[]): FileOwners {
  const rows = analyses.map(({ entries }) => new Int32Array(entries.count).fill(-1));
  const claim = claimer(tree, rows);
  const order = [...owners.keys()].toSorted((a, b) => rank(owners[a]) - rank(owners[b]) || a - b);
  for (const at of order) for (const { files = [] } of owners[at]?.owned ?? []) for (const path of files) claim(path, at);
  for (const at of order) {
    const own = owners[at];
    if (own !== undefined && !own.isOfSystem) for (const { place } of own.package.locations) claimPlace(rows, place, at);
  }
  claimFolders(analyses, rows, owners, order);
  claimCompiled(tree, analyses, rows);
  return { of: ({ layer, row }) => rows[layer]?.[row] ?? -1 };
}

function rank(owner: Owner | undefined): number {
  return owner?.isOfSystem === true ? 0 : 1;
}

function claimPlace(rows: readonly Int32Array[], { layer, row }: EntryPlace, at: number): void {
  const own = rows[layer];
  if (own?.[row] === -1) own[row] = at;
}

/** Lists name `/bin/sh` where `/bin` leads to `usr/bin`: folders are looked up once each. */
function claimer(tree: FileTree, rows: readonly Int32Array[]): (path: string, at: number) => void {
  const folders = new Map<string, string | null>();
  return (path, at) => {
    const [folder, name] = splitPath(path);
    let real = folders.get(folder);
    if (real === undefined) {
      real = folder === '' ? '' : (tree.resolve(folder)?.path ?? null);
      folders.set(folder, real);
    }
    if (real === null) return;
    const place = tree.locate(real === '' ? name : `${real}/${name}`);
    if (place !== null) claimPlace(rows, place, at);
  };
}

function claimFolders(
  analyses: readonly LayerAnalysis[],
  rows: readonly Int32Array[],
  owners: readonly Owner[],
  order: readonly number[],
): void {
  const claims = new Map<string, number>();
  for (const at of order)
    for (const { folders = [] } of owners[at]?.owned ?? []) for (const folder of folders) if (!claims.has(folder)) claims.set(folder, at);
  if (claims.size === 0) return;
  for (const [layer, { entries }] of analyses.entries()) {
    const own = rows[layer];
    if (own === undefined) continue;
    const byFolder = new Int32Array(entries.folderParent.length).fill(-1);
    for (let folder = 1; folder < byFolder.length; folder += 1)
      byFolder[folder] = claims.get(folderPath(entries, folder)) ?? byFolder[entries.folderParent[folder] ?? 0] ?? -1;
    for (let row = 0; row < entries.count; row += 1) if (own[row] === -1) own[row] = byFolder[entries.folder[row] ?? 0] ?? -1;
  }
}

const FILE = FILE_TYPES.indexOf('file');
const COMPILED = '__pycache__';

/** PEP 3147: `a/__pycache__/b.cpython-311.pyc` is made of `a/b.py`. */
function claimCompiled(tree: FileTree, analyses: readonly LayerAnalysis[], rows: readonly Int32Array[]): void {
  for (const [layer, { entries }] of analyses.entries()) {
    const own = rows[layer];
    if (own === undefined) continue;
    for (let row = 0; row < entries.count; row += 1) {
      if (own[row] !== -1 || entries.type[row] !== FILE || !isCompiled(entries, row)) continue;
      const folder = entries.folder[row] ?? 0;
      const [module = ''] = (entries.strings[entries.name[row] ?? 0] ?? '').split('.');
      const parent = folderPath(entries, entries.folderParent[folder] ?? 0);
      const source = tree.locate(`${parent}/${module}.py`);
      if (source !== null) own[row] = rows[source.layer]?.[source.row] ?? -1;
    }
  }
}

function isCompiled({ folder, folderName, name, strings }: EntryTable, row: number): boolean {
  return strings[folderName[folder[row] ?? 0] ?? 0] === COMPILED && (strings[name[row] ?? 0] ?? '').endsWith('.pyc');
}

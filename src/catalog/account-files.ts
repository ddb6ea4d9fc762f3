import { FILE_TYPES } from '../model/file-entry.ts';
import type { EntryPlace, FileTree } from '../model/file-tree.ts';
import { type LayerAnalysis, rowPath } from '../model/layer-analysis.ts';
import type { FileAccount, UnaccountedFile } from '../model/sbom.ts';
import type { FileOwners } from './own-files.ts';

/** What of the image is each package's, and what is nobody's. */
export interface Account {
  readonly whole: FileAccount;
  /** By place of the package. */
  readonly shares: readonly PackageShare[];
}

export interface PackageShare {
  readonly files: number;
  readonly bytes: number;
  /** The last layer that wrote a file of it; null where none is known to be its. */
  readonly touched: number | null;
}

const FILE = FILE_TYPES.indexOf('file');
const LARGEST = 10;

/**
 * Counts regular files that the tree has, each once however many names it has. Accounted for are those that belong to a package, and
 * those that a cataloger read something out of: databases, lists, lock files.
 */
export function accountFiles(
  tree: FileTree,
  analyses: readonly LayerAnalysis[],
  owners: FileOwners,
  /** From an owner to the package's place; -1 for none. */
  placeOf: (owner: number) => number,
  packages: number,
): Account {
  const shares = Array.from({ length: packages }, () => ({ files: 0, bytes: 0, touched: -1 }));
  const whole = { files: 0, bytes: 0, unaccountedFiles: 0, unaccountedBytes: 0 };
  const largest: (EntryPlace & { readonly size: number })[] = [];
  for (const [layer, analysis] of analyses.entries()) {
    const { type, size, count } = analysis.entries;
    const rows = tree.currentRows(layer);
    const read = new Set(analysis.facts.flatMap(({ facts }) => facts.map(({ row }) => row)));
    for (let row = 0; row < count; row += 1) {
      if (rows[row] !== 1 || type[row] !== FILE) continue;
      const bytes = size[row] ?? 0;
      whole.files += 1;
      whole.bytes += bytes;
      const share = shares[placeOf(owners.of({ layer, row }))];
      if (share !== undefined) {
        share.files += 1;
        share.bytes += bytes;
        share.touched = layer;
      } else if (!read.has(row)) {
        whole.unaccountedFiles += 1;
        whole.unaccountedBytes += bytes;
        keepLargest(largest, { layer, row, size: bytes });
      }
    }
  }
  return {
    whole: { ...whole, largest: largest.map((one) => describe(one, analyses)) },
    shares: shares.map((share) => ({ ...share, touched: share.touched < 0 ? null : share.touched })),
  };
}

function keepLargest<T extends { readonly size: number }>(largest: T[], one: T): void {
  if (largest.length === LARGEST && (largest.at(-1)?.size ?? 0) >= one.size) return;
  const at = largest.findIndex(({ size }) => size < one.size);
  largest.splice(at < 0 ? largest.length : at, 0, one);
  if (largest.length > LARGEST) largest.pop();
}

function describe({ layer, row, size }: EntryPlace & { readonly size: number }, analyses: readonly LayerAnalysis[]): UnaccountedFile {
  const table = analyses[layer]?.entries;
  return { path: table === undefined ? '' : rowPath(table, row), size, layer };
}

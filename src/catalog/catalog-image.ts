import type { FileTree } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { FileAccount } from '../model/sbom.ts';
import { accountFiles, type PackageShare } from './account-files.ts';
import { assemblePackages, type FoundPackage, type GonePackage } from './assemble-packages.ts';
import type { Cataloger } from './cataloger.ts';
import { mergePackages } from './merge-packages.ts';
import { ownFiles } from './own-files.ts';

/** A package of the image, one for each thing, and what is known to be its. */
export interface CatalogedPackage extends FoundPackage {
  readonly share: PackageShare;
  readonly contains: readonly Package[];
}

export interface ImageCatalog {
  readonly packages: readonly CatalogedPackage[];
  readonly gone: readonly GonePackage[];
  readonly account: FileAccount;
}

/** All that catalogers tell of an image: found, owned, merged and accounted for. */
export function catalogImage(tree: FileTree, analyses: readonly LayerAnalysis[], catalogers: readonly Cataloger[]): ImageCatalog {
  const { packages: found, gone } = assemblePackages(tree, analyses, catalogers);
  const owners = ownFiles(tree, analyses, found);
  const merged = mergePackages(found, owners);
  const placeOf = (owner: number) => merged.places[owner] ?? -1;
  const { whole, shares } = accountFiles(tree, analyses, owners, placeOf, merged.packages.length);
  return {
    packages: merged.packages.map(({ found: one, contains }, at) => ({ ...one, contains, share: shares[at] ?? NO_SHARE })),
    gone,
    account: whole,
  };
}

const NO_SHARE: PackageShare = { files: 0, bytes: 0, touched: null };

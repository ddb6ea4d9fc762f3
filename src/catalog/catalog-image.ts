import type { EntryPlace, FileTree } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { FileAccount } from '../model/sbom.ts';
import { accountFiles, type PackageShare } from './account-files.ts';
import { assemblePackages, type FoundPackage, type GonePackage } from './assemble-packages.ts';
import type { Cataloger } from './cataloger.ts';
import { mergePackages } from './merge-packages.ts';
import { ownFiles } from './own-files.ts';

/** A package of the image, one for each thing, and what is known to be its. */
export interface CatalogedPackage extends Omit<FoundPackage, 'isOfSystem' | 'owned' | 'needs'> {
  readonly share: PackageShare;
  readonly contains: readonly Package[];
  /** Places of the packages that its database says it needs, or that a part of it needs. */
  readonly dependsOn: readonly number[];
}

export interface ImageCatalog {
  readonly packages: readonly CatalogedPackage[];
  readonly gone: readonly GonePackage[];
  readonly account: FileAccount;
}

/** All that catalogers tell of an image: found, owned, merged and accounted for. */
export function catalogImage(tree: FileTree, analyses: readonly LayerAnalysis[], catalogers: readonly Cataloger[]): ImageCatalog {
  const { found, gone, owners, merged, placeOf } = findPackages(tree, analyses, catalogers);
  const { whole, shares } = accountFiles(tree, analyses, owners, placeOf, merged.packages.length);
  const dependsOn = dependencies(found, merged.places, merged.packages.length);
  return {
    packages: merged.packages.map(({ found: { package: one, layer, history }, contains }, at) => ({
      package: one,
      layer,
      history,
      contains,
      dependsOn: [...(dependsOn[at] ?? [])].toSorted((a, b) => a - b),
      share: shares[at] ?? NO_SHARE,
    })),
    gone,
    account: whole,
  };
}

/** Which package, after the merge, the file at a place belongs to; null for none. */
export function packagesOfFiles(
  tree: FileTree,
  analyses: readonly LayerAnalysis[],
  catalogers: readonly Cataloger[],
): (place: EntryPlace) => Package | null {
  const { owners, merged, placeOf } = findPackages(tree, analyses, catalogers);
  return (place) => merged.packages[placeOf(owners.of(place))]?.found.package ?? null;
}

/** Found, owned and merged; `placeOf` leads from an owner to its place after the merge, -1 for none. */
function findPackages(tree: FileTree, analyses: readonly LayerAnalysis[], catalogers: readonly Cataloger[]) {
  const { packages: found, gone } = assemblePackages(tree, analyses, catalogers);
  const owners = ownFiles(tree, analyses, found);
  const merged = mergePackages(found, owners);
  return { found, gone, owners, merged, placeOf: (owner: number) => merged.places[owner] ?? -1 };
}

const NO_SHARE: PackageShare = { files: 0, bytes: 0, touched: null };

/** Between packages as they are after the merge: what one needs of itself is left out. */
function dependencies(found: readonly FoundPackage[], places: readonly number[], count: number): readonly ReadonlySet<number>[] {
  const placeOf = new Map(found.map((one, at) => [one.package, places[at] ?? -1]));
  const all = Array.from({ length: count }, () => new Set<number>());
  for (const [at, { needs }] of found.entries()) {
    const from = places[at] ?? -1;
    for (const need of needs) {
      const to = placeOf.get(need) ?? -1;
      if (to >= 0 && to !== from) all[from]?.add(to);
    }
  }
  return all;
}

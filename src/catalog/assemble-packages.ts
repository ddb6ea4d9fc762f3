import type { FileTree } from '../model/file-tree.ts';
import { type LayerAnalysis, rowPath } from '../model/layer-analysis.ts';
import { isOfDistribution, type Package } from '../model/package.ts';
import type { PackageEvent } from '../model/sbom.ts';
import type { Cataloger, OwnedFiles, PlacedFact } from './cataloger.ts';
import { followPackages } from './package-history.ts';

/** A package, the layer that brought it, and what is known to be its own. */
export interface FoundPackage {
  readonly package: Package;
  /** Whether it is of a distribution's database. */
  readonly isOfSystem: boolean;
  /**
   * The first layer from which on every copy of the files that tell of it has it. A database is written anew by each layer that
   * installs anything: the last writer did not bring what was there before.
   */
  readonly layer: number;
  /** Oldest first. */
  readonly history: readonly PackageEvent[];
  /** Its files as the database names them; those that tell of it are its own too. */
  readonly owned: readonly OwnedFiles[];
  /** What its database says it needs. */
  readonly needs: readonly Package[];
}

/** A package that lower layers have and the image has no more. */
export interface GonePackage {
  readonly package: Package;
  readonly history: readonly PackageEvent[];
}

/** What catalogers found in all layers. */
export interface FoundPackages {
  /** In the order of catalogers and of their files. */
  readonly packages: readonly FoundPackage[];
  readonly gone: readonly GonePackage[];
}

/** The packages of the squashed tree, each with the layer that brought it, and those that were there once. */
export function assemblePackages(tree: FileTree, analyses: readonly LayerAnalysis[], catalogers: readonly Cataloger[]): FoundPackages {
  const found = catalogers.map((cataloger) => assembleWith(cataloger, tree, factsOf(cataloger.id, analyses)));
  return { packages: found.flatMap(({ packages }) => packages), gone: found.flatMap(({ gone }) => gone) };
}

/** All facts of one extractor, of files that are hidden too, lowest layer first. */
export function factsOf(extractor: string, analyses: readonly LayerAnalysis[]): readonly PlacedFact[] {
  return analyses.flatMap((analysis, layer) => {
    const facts = analysis.facts.find((found) => found.extractor === extractor)?.facts ?? [];
    return facts.map(({ row, value }): PlacedFact => ({ path: rowPath(analysis.entries, row), place: { layer, row }, value }));
  });
}

const NOTHING: FoundPackages = { packages: [], gone: [] };

function assembleWith(cataloger: Cataloger, tree: FileTree, facts: readonly PlacedFact[]): FoundPackages {
  if (facts.length === 0) return NOTHING;
  const current = facts.filter(({ place }) => tree.isCurrent(place));
  const packages = current.length === 0 ? [] : cataloger.assemble(tree, current);
  const owned = Map.groupBy(cataloger.own?.(tree, current, packages) ?? [], (one) => one.package);
  const needs = Map.groupBy(cataloger.relate?.(tree, current, packages) ?? [], ([from]) => from);
  const { since, gone } = followPackages(cataloger, tree, facts, packages);
  return {
    packages: packages.map((found, at) => {
      const { layer, history } = since[at] ?? { layer: 0, history: [] };
      return {
        package: found,
        isOfSystem: isOfDistribution(found.type) && cataloger.reads !== 'note',
        layer,
        history,
        owned: owned.get(found) ?? [],
        needs: (needs.get(found) ?? []).map(([, to]) => to),
      };
    }),
    gone: cataloger.finds === 'declared' ? [] : gone,
  };
}

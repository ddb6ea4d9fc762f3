import type { FileTree } from '../model/file-tree.ts';
import { type LayerAnalysis, rowPath } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { Cataloger, PlacedFact } from './cataloger.ts';

/** A package, and the layer that brought it. */
export interface FoundPackage {
  readonly package: Package;
  /**
   * The first layer from which on every copy of the files that tell of it has it. A database is written anew by each layer that
   * installs anything: the last writer did not bring what was there before.
   */
  readonly layer: number;
}

/** The packages of the squashed tree, each with the layer that brought it, in the order of catalogers and of their files. */
export function assemblePackages(
  tree: FileTree,
  analyses: readonly LayerAnalysis[],
  catalogers: readonly Cataloger[],
): readonly FoundPackage[] {
  return catalogers.flatMap((cataloger) => assembleWith(cataloger, tree, factsOf(cataloger.id, analyses)));
}

/** All facts of one extractor, of files that are hidden too, lowest layer first. */
export function factsOf(extractor: string, analyses: readonly LayerAnalysis[]): readonly PlacedFact[] {
  return analyses.flatMap((analysis, layer) => {
    const facts = analysis.facts.find((found) => found.extractor === extractor)?.facts ?? [];
    return facts.map(({ row, value }): PlacedFact => ({ path: rowPath(analysis.entries, row), place: { layer, row }, value }));
  });
}

function assembleWith(cataloger: Cataloger, tree: FileTree, facts: readonly PlacedFact[]): readonly FoundPackage[] {
  const current = facts.filter(({ place }) => tree.isCurrent(place));
  if (current.length === 0) return [];
  const packages = cataloger.assemble(tree, current);
  const earlier = earlierStates(facts, current).map(({ layer, facts: held }) => ({
    layer,
    keys: new Set(cataloger.assemble(tree, held).map(keyOf)),
  }));
  return packages.map((found) => ({ package: found, layer: broughtBy(keyOf(found), lastLayer(found), earlier) }));
}

interface State {
  readonly layer: number;
  readonly facts: readonly PlacedFact[];
}

/** What the files that the tree has were after each layer that wrote one of them but the last, highest first. */
function earlierStates(facts: readonly PlacedFact[], current: readonly PlacedFact[]): readonly State[] {
  const paths = new Set(current.map(({ path }) => path));
  const told = facts.filter(({ path }) => paths.has(path));
  const layers = [...new Set(told.map(({ place }) => place.layer))].toSorted((a, b) => b - a).slice(1);
  return layers.map((layer) => {
    const held = new Map<string, PlacedFact>();
    for (const fact of told) if (fact.place.layer <= layer) held.set(fact.path, fact);
    return { layer, facts: [...held.values()] };
  });
}

function broughtBy(key: string, last: number, earlier: readonly { readonly layer: number; readonly keys: ReadonlySet<string> }[]): number {
  let brought = last;
  for (const { layer, keys } of earlier) {
    if (layer >= brought) continue;
    if (!keys.has(key)) break;
    brought = layer;
  }
  return brought;
}

function lastLayer({ locations }: Package): number {
  return Math.min(...locations.map(({ place }) => place.layer));
}

/** The same package in another copy of its database: name, full version, architecture; where each has a file of its own, that too. */
function keyOf({ type, name, version, architecture, locations }: Package): string {
  const files = locations.map(({ path }) => path);
  return JSON.stringify([type, name, version, architecture, ...files]);
}

import { analyseFile } from '../catalog/analyse-layer.ts';
import { assemblePackages, type FoundPackage, type GonePackage } from '../catalog/assemble-packages.ts';
import type { Cataloger, Extractor } from '../catalog/cataloger.ts';
import { squash } from '../image/squash.ts';
import type { FileTree } from '../model/file-tree.ts';
import type { JsonValue, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { LayerLine } from './layer-text.ts';
import { layerTar } from './layer-text.ts';
import { memoryFile } from './streams.ts';

/** What catalogers say of an image given as text. */
export interface CatalogedText {
  readonly tree: FileTree;
  readonly analyses: readonly LayerAnalysis[];
  readonly found: readonly FoundPackage[];
  /** `type name version path`, the namespace before the name, licences behind; in their order. */
  readonly lines: readonly string[];
  /** Messages of the problems of all layers. */
  readonly gone: readonly GonePackage[];
  readonly problems: readonly string[];
}

/** Runs catalogers on layers out of text (see layerItems). */
export async function catalogText<F extends JsonValue>(
  catalogers: Cataloger<F> | readonly Cataloger[],
  layers: readonly (string | readonly LayerLine[])[],
  others: readonly Extractor[] = [],
): Promise<CatalogedText> {
  const list = 'id' in catalogers ? [catalogers as unknown as Cataloger] : catalogers;
  const analyses: LayerAnalysis[] = [];
  for (const layer of layers) analyses.push(await analyseFile(memoryFile(layerTar(layer)), { extractors: [...list, ...others] }, NO_PORTS));
  const tree = squash(analyses);
  const { packages: found, gone } = assemblePackages(tree, analyses, list);
  return {
    tree,
    analyses,
    found,
    gone,
    lines: found.map((one) => packageLine(one.package)),
    problems: analyses.flatMap(({ problems }) => problems.map(({ message }) => message)),
  };
}

/** A package as a line. */
export function packageLine({ type, namespace, name, version, licences, locations }: Package): string {
  const whole = namespace === null ? name : `${namespace}/${name}`;
  return [type, whole, version ?? '-', ...locations.map(({ path }) => path), ...licences.map((licence) => `(${licence})`)].join(' ');
}

/** Files in memory are read in place: nothing is hashed or spooled. */
const NO_PORTS = {
  hash: { start: () => unasked('a hash') },
  files: { spool: () => unasked('a temporary file') },
};

function unasked(what: string): never {
  throw new Error(`reading a layer in place asked for ${what}`);
}

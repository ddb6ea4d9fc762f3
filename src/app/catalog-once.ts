import { findKey } from '../catalog/analyse-once.ts';
import { catalogImage, type ImageCatalog } from '../catalog/catalog-image.ts';
import { CATALOGERS } from '../catalog/catalogers/index.ts';
import { distributionOf } from '../catalog/distribution.ts';
import { EXTRACTORS } from '../catalog/extractors.ts';
import { findSurface } from '../catalog/surface/find-surface.ts';
import { secretFiles } from '../catalog/surface/secret-files.ts';
import { squash } from '../image/squash.ts';
import type { Image } from '../model/image.ts';
import type { JsonValue, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { Distribution } from '../model/sbom.ts';
import type { FoundSurface } from '../model/surface.ts';
import type { AnalysisKey } from '../ports/index.ts';
import { analyseImage, refuseMissing } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';

/** All that the files of an image say of its packages, and of what it exposes. */
export interface CatalogAnswer extends ImageCatalog {
  readonly distribution: Distribution | null;
  readonly surface: FoundSurface;
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** Changes whenever a CatalogAnswer is written down in another way. */
const CATALOG_FORMAT = 2;

/**
 * The catalog of an image: as it was kept for these very layers, or made of their analyses. It is kept only where all of these are,
 * and so under no DiffID that was not hashed. Throws as analyseImage.
 */
export async function catalogOnce(image: Image, ports: AppPorts): Promise<CatalogAnswer> {
  refuseMissing(image);
  const question = await catalogQuestion(image);
  const kept = question === null ? null : await ports.answers.get(question);
  if (kept !== null) return JSON.parse(kept) as CatalogAnswer;
  const analyses = await analyseImage(image, EXTRACTORS, ports);
  const tree = squash(analyses);
  const answer: CatalogAnswer = {
    ...catalogImage(tree, analyses.map(withoutSecrets), CATALOGERS),
    distribution: distributionOf(tree, analyses),
    surface: findSurface(tree, analyses),
    problems: [...analyses.flatMap((analysis) => analysis.problems), ...tree.problems],
  };
  // Asked again: a file that was written to meanwhile has another identity now.
  if (question !== null && analyses.every(({ complete }) => complete) && question === (await catalogQuestion(image)))
    await ports.answers.put(question, JSON.stringify(answer));
  return answer;
}

/** A file that was looked into for secrets is not accounted for by that. */
function withoutSecrets(analysis: LayerAnalysis): LayerAnalysis {
  return { ...analysis, facts: analysis.facts.filter(({ extractor }) => extractor !== secretFiles.id) };
}

/** All that the answer depends on. */
function catalogQuestion(image: Image): Promise<string | null> {
  return questionOf(['catalog', CATALOG_FORMAT, EXTRACTORS.map(({ id, version }) => [id, version])], image);
}

/** What is asked of the layers of an image, for who keeps answers; null where the analysis of a layer is not kept. */
export async function questionOf(what: readonly JsonValue[], { layers }: Image): Promise<string | null> {
  const keys: AnalysisKey[] = [];
  for (const layer of layers) {
    const key = await findKey(layer);
    if (key === null) return null;
    keys.push(key);
  }
  return JSON.stringify([...what, keys]);
}

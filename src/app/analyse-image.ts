import { analyseOnce } from '../catalog/analyse-once.ts';
import type { Extractor } from '../catalog/cataloger.ts';
import { FromageError } from '../model/error.ts';
import type { Image, Layer } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { mapBounded } from '../store/concurrency.ts';
import type { AppPorts } from './app-ports.ts';

/**
 * Every layer analysed, lowest first: out of what was kept, or read, several at once where there are threads for it. Throws
 * `unsupported` where a layer's bytes are not here: without one of them nothing true can be said of the files.
 */
export async function analyseImage(image: Image, extractors: readonly Extractor[], ports: AppPorts): Promise<readonly LayerAnalysis[]> {
  refuseMissing(image);
  const task = ports.store.progress.start(`reading the layers of ${image.reference ?? image.location}`, null);
  const { workers } = ports;
  const once = { ...ports.store, analyses: ports.analyses, ...(workers === undefined ? {} : { workers }) };
  let left = image.layers.length;
  workers?.expect(left);
  try {
    const analyses: LayerAnalysis[] = [];
    await mapBounded(largestFirst(image.layers), Math.max(1, workers?.width ?? 1), async ([place, layer]) => {
      analyses[place] = named(await analyseOnce(layer, { extractors }, once), place);
      left -= 1;
      workers?.expect(left);
    });
    return analyses;
  } finally {
    task.done();
  }
}

/** Throws `unsupported` where the bytes of a layer are not here. */
export function refuseMissing(image: Image): void {
  const missing = image.layers.findIndex((layer) => !layer.available);
  if (missing >= 0)
    throw new FromageError('unsupported', `layer ${missing + 1} of ${image.location} is not here, so its files can't be told`);
}

/** With their places. A large layer that came last would leave the other threads idle. */
function largestFirst(layers: readonly Layer[]): readonly (readonly [place: number, layer: Layer])[] {
  return [...layers.entries()].toSorted(([a, { size: sizeA }], [b, { size: sizeB }]) => (sizeB ?? 0) - (sizeA ?? 0) || a - b);
}

/** An analysis knows nothing of its layer's place: its problems are told with it. */
function named(analysis: LayerAnalysis, place: number): LayerAnalysis {
  return { ...analysis, problems: analysis.problems.map((problem) => ({ ...problem, message: `layer ${place + 1}: ${problem.message}` })) };
}

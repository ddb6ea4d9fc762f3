import { analyseFile, analyseStream } from '../catalog/analyse-layer.ts';
import type { Extractor } from '../catalog/cataloger.ts';
import { FromageError } from '../model/error.ts';
import type { Image, Layer } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { AppPorts } from './app-ports.ts';

/**
 * Every layer analysed once, lowest first: in place where its tar lies uncompressed in a local file, else as a stream. Throws
 * `unsupported` where a layer's bytes are not here: without one of them nothing true can be said of the files.
 */
export async function analyseImage(image: Image, extractors: readonly Extractor[], ports: AppPorts): Promise<readonly LayerAnalysis[]> {
  const task = ports.store.progress.start(`reading the layers of ${image.reference ?? image.location}`, null);
  const analyses: LayerAnalysis[] = [];
  try {
    for (const [place, layer] of image.layers.entries())
      analyses.push(await analyseLayer(layer, place, image, extractors, ports, (bytes) => task.advance(bytes)));
    return analyses;
  } finally {
    task.done();
  }
}

async function analyseLayer(
  layer: Layer,
  place: number,
  image: Image,
  extractors: readonly Extractor[],
  ports: AppPorts,
  advance: (bytes: number) => void,
): Promise<LayerAnalysis> {
  if (!layer.available)
    throw new FromageError('unsupported', `layer ${place + 1} of ${image.location} is not here, so its files can't be told`);
  const plain = (await layer.plain?.()) ?? null;
  if (plain === null)
    return analyseStream({ open: () => metered(layer.open(), advance), diffId: layer.diffId }, { extractors }, ports.store);
  try {
    return await analyseFile(plain, { extractors }, ports.store);
  } finally {
    await plain.close();
  }
}

async function* metered(stream: AsyncIterable<Uint8Array>, advance: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of stream) {
    advance(chunk.length);
    yield chunk;
  }
}

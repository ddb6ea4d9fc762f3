import { measureAsDive } from '../image/dive-efficiency.ts';
import { findWaste } from '../image/find-waste.ts';
import { squash } from '../image/squash.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import type { Image } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { LayerReport, LayersReport } from '../model/layers-report.ts';
import type { SourceSettings } from '../store/source.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { openForReading } from './open-for-reading.ts';
import { traceOpened } from './trace-opened.ts';

export interface LayersRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** The Dockerfile it was built from, whose lines are shown. */
  readonly dockerfile: string | null;
  readonly settings: SourceSettings;
}

/** What each layer of an image did to its files, and what of it is wasted. Throws what opening and reading the image throws. */
export async function listLayers(request: LayersRequest, ports: AppPorts): Promise<LayersReport> {
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    return await reportOf(image, request, opened);
  } finally {
    await image.close();
  }
}

async function reportOf(image: Image, { dockerfile, settings }: LayersRequest, ports: AppPorts): Promise<LayersReport> {
  const { trace } = await traceOpened(image, { dockerfile, buildArgs: {}, stage: null, verify: false, settings }, ports);
  const analyses = await analyseImage(image, [], ports);
  const tree = squash(analyses);
  const { files: wasted, groups: causes, leftovers, kinds } = findWaste(tree, analyses);
  const layers = trace.layers.map((layer): LayerReport => {
    const { added, changed, removed } = tree.changes(layer.index);
    const own = wasted.filter((file) => file.layer === layer.index);
    return {
      ...layer,
      added: added.length,
      changed: changed.length,
      removed: removed.length,
      bytes: bytesOf(analyses[layer.index]),
      wastedBytes: sum(own.map(({ size }) => size)),
    };
  });
  const problems = [...analyses.flatMap((analysis) => analysis.problems), ...tree.problems];
  return {
    trace,
    layers,
    wasted,
    causes,
    leftovers,
    kinds,
    bytes: sum(layers.map(({ bytes }) => bytes)),
    wastedBytes: sum(wasted.map(({ size }) => size)),
    dive: measureAsDive(analyses),
    problems,
  };
}

const FILE = FILE_TYPES.indexOf('file');

function bytesOf(analysis: LayerAnalysis | undefined): number {
  if (analysis === undefined) return 0;
  const { type, size, count } = analysis.entries;
  let bytes = 0;
  for (let row = 0; row < count; row += 1) if (type[row] === FILE) bytes += size[row] ?? 0;
  return bytes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

import { pushTar } from '../codec/tar.ts';
import { recordEntries } from '../image/record-entries.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { LayerLine } from './layer-text.ts';
import { layerTar } from './layer-text.ts';

/** The analysis of a layer out of text (see layerItems), without facts. */
export function analysisOfText(files: string | readonly LayerLine[]): LayerAnalysis {
  return analysisOfTar(layerTar(files));
}

/** The same out of a tar. Throws what reading it throws. */
export function analysisOfTar(tar: Uint8Array): LayerAnalysis {
  const recorder = recordEntries();
  const scanner = pushTar({ entry: (entry) => void recorder.add(entry), body: () => {} });
  scanner.push(tar);
  scanner.end();
  return { diffId: null, bytes: tar.length, complete: true, facts: [], ...recorder.done() };
}

import type { Layer, PlainLayer } from '../model/image.ts';
import type { ExtractorFacts, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { AnalysisKey, AnalysisStore, LayerWorkers } from '../ports/index.ts';
import type { AnalysisPorts, AnalysisSettings } from './analyse-layer.ts';
import { analyseFile, analyseStream } from './analyse-layer.ts';
import type { Extractor } from './cataloger.ts';

export interface OncePorts extends AnalysisPorts {
  readonly analyses: AnalysisStore;
  /** Other threads for layers that must be unpacked; absent: all is done in this one. */
  readonly workers?: LayerWorkers;
}

/**
 * A layer's analysis, out of the store where it is there with the facts of all extractors asked for; else the layer is read, with those
 * extractors only whose facts are missing. A layer whose DiffID the config states is looked for under that: its bytes are not checked then.
 * Throws as analyseStream.
 */
export async function analyseOnce(layer: Layer, settings: AnalysisSettings, ports: OncePorts): Promise<LayerAnalysis> {
  const plain = (await layer.plain?.()) ?? null;
  try {
    const kept = await findKept(keyOf(layer, plain), ports.analyses);
    const missing = settings.extractors.filter((extractor) => !hasFacts(kept, extractor));
    if (kept !== null && missing.length === 0) return only(kept, settings.extractors);
    const wanted = { ...settings, extractors: missing };
    const { analysis: made, encoded } =
      plain === null ? await analyseAsStream(layer, wanted, ports) : { analysis: await analyseFile(plain, wanted, ports) };
    const whole = kept === null ? made : join(kept, made);
    const key = provenKey(whole, plain);
    if (key !== null) await ports.analyses.put(key, whole, whole === made ? encoded : undefined);
    return only(whole, settings.extractors);
  } finally {
    await plain?.close();
  }
}

/** What a layer's analysis is looked for under; null where it is not kept. Throws as Layer.plain. */
export async function findKey(layer: Layer): Promise<AnalysisKey | null> {
  const plain = (await layer.plain?.()) ?? null;
  await plain?.close();
  return keyOf(layer, plain);
}

async function analyseAsStream(layer: Layer, settings: AnalysisSettings, ports: OncePorts): Promise<MadeAnalysis> {
  const { stored } = layer;
  const { workers } = ports;
  const isElsewhere = stored !== undefined && workers !== undefined && workers.width > 1 && workers.know(settings.extractors);
  if (!isElsewhere) return { analysis: await analyseStream(layer, settings, ports) };
  return workers.analyse(
    stored,
    settings.extractors.map(({ id }) => id),
  );
}

interface MadeAnalysis {
  readonly analysis: LayerAnalysis;
  readonly encoded?: Uint8Array;
}

async function findKept(key: AnalysisKey | null, analyses: AnalysisStore): Promise<LayerAnalysis | null> {
  return key === null ? null : analyses.get(key);
}

function keyOf(layer: Layer, plain: PlainLayer | null): AnalysisKey | null {
  if (plain !== null) return plain.identity === null ? null : { identity: plain.identity };
  return layer.diffId === null ? null : { diffId: layer.diffId };
}

/** Never under the DiffID that a config states of bytes that were not hashed: another image may truly have it. */
function provenKey(analysis: LayerAnalysis, plain: PlainLayer | null): AnalysisKey | null {
  if (!analysis.complete) return null;
  if (analysis.diffId !== null) return { diffId: analysis.diffId };
  return plain === null || plain.identity === null ? null : { identity: plain.identity };
}

function hasFacts(kept: LayerAnalysis | null, { id, version }: Extractor): boolean {
  return kept?.facts.some((facts) => facts.extractor === id && facts.version === version) ?? false;
}

/** The entries and facts of before, and the new facts; those of another version of the same extractor go. */
function join(kept: LayerAnalysis, made: LayerAnalysis): LayerAnalysis {
  const fresh = new Set(made.facts.map((facts) => facts.extractor));
  const facts = [...kept.facts.filter((one) => !fresh.has(one.extractor)), ...made.facts];
  return { ...made, facts, problems: distinct([...kept.problems, ...made.problems]) };
}

function only(analysis: LayerAnalysis, extractors: readonly Extractor[]): LayerAnalysis {
  const facts = extractors.map(({ id, version }): ExtractorFacts => {
    const found = analysis.facts.find((one) => one.extractor === id && one.version === version);
    return found ?? { extractor: id, version, facts: [] };
  });
  return { ...analysis, facts };
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

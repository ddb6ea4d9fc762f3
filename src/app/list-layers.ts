import { type DiveRuleTexts, parseDiveCi } from '../codec/dive-ci.ts';
import { measureAsDive } from '../image/dive-efficiency.ts';
import { type DiveThreshold, judgeAsDive, readDiveRules } from '../image/dive-rules.ts';
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
import { readingNotes } from './reading-notes.ts';
import { traceOpened } from './trace-opened.ts';

export interface LayersRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** The Dockerfile it was built from, whose lines are shown. */
  readonly dockerfile: string | null;
  /** Judges the figures of dive by its thresholds; null: does not. */
  readonly ci: GateRequest | null;
  readonly settings: SourceSettings;
}

export interface GateRequest {
  /** What the command line says goes before the file. */
  readonly rules: DiveRuleTexts;
  /** The file of rules; null: `.dive-ci` of the current folder, if there is one. */
  readonly file: string | null;
}

/** What each layer of an image did to its files, and what of it is wasted. Throws what opening and reading the image throws, `usage` and `malformed` for thresholds. */
export async function listLayers(request: LayersRequest, ports: AppPorts): Promise<LayersReport> {
  const thresholds = request.ci === null ? null : await thresholdsOf(request.ci, ports);
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    return await reportOf(image, request, thresholds, opened);
  } finally {
    await image.close();
  }
}

const DIVE_CI = '.dive-ci';
/** Bytes. */
const MAX_RULES = 64 * 1024;

/** Before the image is opened: what is wrong with them is told at once. */
async function thresholdsOf({ rules, file }: GateRequest, { store }: AppPorts): Promise<readonly DiveThreshold[]> {
  const path = file ?? DIVE_CI;
  const isThere = file !== null || (await store.files.status(path)) !== null;
  const text = isThere ? new TextDecoder().decode(await store.files.read(path, MAX_RULES)) : '';
  return readDiveRules(rules, parseDiveCi(text, path));
}

async function reportOf(
  image: Image,
  { dockerfile, settings }: LayersRequest,
  thresholds: readonly DiveThreshold[] | null,
  ports: AppPorts,
): Promise<LayersReport> {
  const { trace } = await traceOpened(image, { dockerfile, buildArgs: {}, stage: null, verify: false, settings }, ports);
  const analyses = await analyseImage(image, [], ports);
  const tree = squash(analyses);
  const { files: wasted, groups: causes, leftovers, kinds } = findWaste(tree, analyses);
  const dive = measureAsDive(analyses);
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
  const notes = await readingNotes(image, trace, ports.store.files);
  const problems = [...notes, ...analyses.flatMap((analysis) => analysis.problems), ...tree.problems];
  return {
    trace,
    layers,
    wasted,
    causes,
    leftovers,
    kinds,
    bytes: sum(layers.map(({ bytes }) => bytes)),
    wastedBytes: sum(wasted.map(({ size }) => size)),
    dive,
    ci: thresholds === null ? null : judgeAsDive(dive, thresholds),
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

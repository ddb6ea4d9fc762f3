import { globTest } from '../catalog/path-matcher.ts';
import { ownerOf } from '../image/attribution.ts';
import { squash } from '../image/squash.ts';
import { FromageError } from '../model/error.ts';
import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import type { FilesReport, ListedFile } from '../model/layers-report.ts';
import type { Trace } from '../model/trace.ts';
import type { SourceSettings } from '../store/source.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { openForReading } from './open-for-reading.ts';
import { traceOpened } from './trace-opened.ts';

export interface FilesRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** Only paths that one of these fits: `*` and `?` within a part, `**` for any number of parts. Empty: all. */
  readonly globs: readonly string[];
  /** What this layer did, one-based, instead of what all make together. */
  readonly layer: number | null;
  readonly settings: SourceSettings;
}

/** The files of an image, or what one layer did to them. Throws what opening and reading the image throws, `usage` for a layer there is not. */
export async function listFiles(request: FilesRequest, ports: AppPorts): Promise<FilesReport> {
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    refuseLayer(request.layer, image.layers.length, image.location);
    const { trace } = await traceOpened(
      image,
      { dockerfile: null, buildArgs: {}, stage: null, verify: false, settings: request.settings },
      opened,
    );
    const analyses = await analyseImage(image, [], opened);
    const tree = squash(analyses);
    const found = request.layer === null ? allFiles(tree, trace) : changesOf(tree, request.layer - 1, trace);
    const tests = request.globs.map(testOf);
    const problems = [...analyses.flatMap((analysis) => analysis.problems), ...tree.problems];
    return { trace, files: tests.length === 0 ? found : found.filter(({ path }) => tests.some((fits) => fits(path))), problems };
  } finally {
    await image.close();
  }
}

/** A glob without a slash is of the name alone, wherever it stands. */
function testOf(glob: string): (path: string) => boolean {
  return globTest(glob.includes('/') ? glob.replace(/^\/+/, '') : `**/${glob}`);
}

function refuseLayer(layer: number | null, count: number, location: string): void {
  if (layer === null || (Number.isInteger(layer) && layer >= 1 && layer <= count)) return;
  throw new FromageError('usage', `${location} has no layer ${layer}`, { hint: `Its layers are 1 to ${count}.` });
}

function allFiles(tree: FileTree, trace: Trace): readonly ListedFile[] {
  return [...tree.entries()].map((entry) => listed(entry, entry.layer, null, trace));
}

function changesOf(tree: FileTree, layer: number, trace: Trace): readonly ListedFile[] {
  const { added, changed, removed } = tree.changes(layer);
  const files = [
    ...added.map((entry) => listed(entry, layer, 'added', trace)),
    ...changed.map(({ entry }) => listed(entry, layer, 'changed', trace)),
    ...removed.map(({ below }) => listed(below, layer, 'removed', trace)),
  ];
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function listed(
  { path, type, size, mode, uid, gid, link }: TreeEntry,
  layer: number,
  change: ListedFile['change'],
  trace: Trace,
): ListedFile {
  return { path, type, size, mode, uid, gid, link, layer, owner: ownerOf(layer, trace.lineage), change };
}

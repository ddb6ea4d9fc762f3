import { packagesOfFiles } from '../catalog/catalog-image.ts';
import { CATALOGERS } from '../catalog/catalogers/index.ts';
import { distributionOf } from '../catalog/distribution.ts';
import { EXTRACTORS } from '../catalog/extractors.ts';
import { purlOf } from '../catalog/package-purl.ts';
import { globTest } from '../catalog/path-matcher.ts';
import { ownerOf } from '../image/attribution.ts';
import { ownerNamed } from '../image/owner-named.ts';
import { pairEntries } from '../image/pair-entries.ts';
import { squash } from '../image/squash.ts';
import { FromageError } from '../model/error.ts';
import type { EntryPlace, FileTree, TreeEntry } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { FilesReport, ListedFile } from '../model/layers-report.ts';
import type { Package } from '../model/package.ts';
import type { Purl } from '../model/purl.ts';
import type { Trace } from '../model/trace.ts';
import type { SourceSettings } from '../store/source.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { openForReading } from './open-for-reading.ts';
import { readingNotes } from './reading-notes.ts';
import { traceOpened } from './trace-opened.ts';

export interface FilesRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** Only paths that one of these fits: `*` and `?` within a part, `**` for any number of parts. Empty: all. */
  readonly globs: readonly string[];
  /** What these layers did, instead of what all make together. */
  readonly layers: LayerRange | null;
  /** Only what the layers of one image brought: `you`, or the name of an ancestor. */
  readonly addedBy: string | null;
  readonly settings: SourceSettings;
}

/** From the tree that the lowest `from` layers make to the one that the lowest `to` make. */
export interface LayerRange {
  readonly from: number;
  readonly to: number;
}

/** The files of an image, or what layers did to them. Throws what opening and reading the image throws, `usage` for layers and names there are not. */
export async function listFiles(request: FilesRequest, ports: AppPorts): Promise<FilesReport> {
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    refuseLayers(request.layers, image.layers.length, image.location);
    const { trace } = await traceOpened(
      image,
      { dockerfile: null, buildArgs: {}, stage: null, verify: false, settings: request.settings },
      opened,
    );
    const isMeant = request.addedBy === null ? null : ownerNamed(request.addedBy, trace.lineage);
    const analyses = await analyseImage(image, EXTRACTORS, opened);
    const tree = squash(analyses);
    const listed = listing(tree, analyses, trace);
    const found = request.layers === null ? allFiles(tree, listed) : changesOf(tree, analyses, request.layers, listed);
    const tests = request.globs.map(testOf);
    const notes = await readingNotes(image, trace, opened.store.files);
    const problems = [...notes, ...analyses.flatMap((analysis) => analysis.problems), ...tree.problems];
    const files = found.filter(
      ({ path, owner }) => (isMeant === null || isMeant(owner)) && (tests.length === 0 || tests.some((fits) => fits(path))),
    );
    return { trace, files, problems };
  } finally {
    await image.close();
  }
}

/** A glob without a slash is of the name alone, wherever it stands. */
function testOf(glob: string): (path: string) => boolean {
  return globTest(glob.includes('/') ? glob.replace(/^\/+/, '') : `**/${glob}`);
}

function refuseLayers(range: LayerRange | null, count: number, location: string): void {
  if (range === null) return;
  const isThere = (layer: number): boolean => Number.isInteger(layer) && layer >= 0 && layer <= count;
  // Of a single layer that is `to`; `from` is one less.
  const wrong = isThere(range.to) && range.from >= 0 ? [range.from].find((layer) => !isThere(layer)) : range.to;
  const hint = `Its layers are 1 to ${count}.`;
  if (wrong !== undefined) throw new FromageError('usage', `${location} has no layer ${wrong}`, { hint });
  if (range.from >= range.to) throw new FromageError('usage', 'the first of two layers is to be the lower one', { hint });
}

function allFiles(tree: FileTree, listed: Listing): readonly ListedFile[] {
  return [...tree.entries()].map((entry) => listed(entry, entry.layer, null));
}

function changesOf(tree: FileTree, analyses: readonly LayerAnalysis[], { from, to }: LayerRange, listed: Listing): readonly ListedFile[] {
  const files = from + 1 === to ? changesOfOne(tree, from, listed) : changesOfMany(tree, analyses, { from, to }, listed);
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function changesOfOne(tree: FileTree, layer: number, listed: Listing): readonly ListedFile[] {
  const { added, changed, removed } = tree.changes(layer);
  return [
    ...added.map((entry) => listed(entry, layer, 'added')),
    ...changed.map(({ entry }) => listed(entry, layer, 'changed')),
    ...removed.map(({ below }) => listed(below, layer, 'removed')),
  ];
}

/** What several did together: what one added and another removed is not told. */
function changesOfMany(
  tree: FileTree,
  analyses: readonly LayerAnalysis[],
  { from, to }: LayerRange,
  listed: Listing,
): readonly ListedFile[] {
  const removedBy = new Map<string, number>();
  for (let layer = from; layer < to; layer += 1) for (const { below } of tree.changes(layer).removed) removedBy.set(below.path, layer);
  return [...pairEntries(squash(analyses.slice(0, from)), squash(analyses.slice(0, to)))].flatMap(({ path, a, b }) => {
    if (b === null) return a === null ? [] : [listed(a, removedBy.get(path) ?? to - 1, 'removed')];
    if (a === null) return [listed(b, b.layer, 'added')];
    return a.layer === b.layer ? [] : [listed(b, b.layer, 'changed')];
  });
}

type Listing = (entry: TreeEntry, layer: number, change: ListedFile['change']) => ListedFile;

function listing(tree: FileTree, analyses: readonly LayerAnalysis[], trace: Trace): Listing {
  const packageOf = packagesOfFiles(tree, analyses, CATALOGERS);
  const distribution = distributionOf(tree, analyses);
  const purls = new Map<Package, Purl>();
  const purlAt = (place: EntryPlace): Purl | null => {
    const found = tree.isCurrent(place) ? packageOf(place) : null;
    if (found === null) return null;
    const purl = purls.get(found) ?? purlOf(found, distribution);
    purls.set(found, purl);
    return purl;
  };
  return ({ path, type, size, mode, uid, gid, link, layer: own, row }, layer, change) => ({
    path,
    type,
    size,
    mode,
    uid,
    gid,
    link,
    layer,
    owner: ownerOf(layer, trace.lineage),
    package: row === null || type === 'directory' ? null : purlAt({ layer: own, row }),
    change,
  });
}

import { ownerOf } from '../image/attribution.ts';
import { diffConfigs } from '../image/diff-config.ts';
import { findKinship } from '../image/kinship-of-two.ts';
import { squash } from '../image/squash.ts';
import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import type { Image } from '../model/image.ts';
import type { DiffedFile, DiffSide, FileChange, ImagesDiff, PackageChange } from '../model/images-diff.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { Trace } from '../model/trace.ts';
import type { SourceSettings } from '../store/source.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { catalogOnce } from './catalog-once.ts';
import { compareFiles } from './compare-files.ts';
import { diffPackages } from './diff-packages.ts';
import { openForReading } from './open-for-reading.ts';
import { traceOpened } from './trace-opened.ts';

export interface DiffRequest {
  /** Two images in any form a source knows. */
  readonly a: string;
  readonly b: string;
  readonly packages: boolean;
  readonly files: boolean;
  /** Compares the bodies of files of one size; false: they are told as not compared. */
  readonly content: boolean;
  /** Tells files that differ in nothing but the time they were changed. */
  readonly times: boolean;
  readonly settings: SourceSettings;
}

/** How two images differ. Throws what opening and reading either throws. */
export async function diffImages(request: DiffRequest, ports: AppPorts): Promise<ImagesDiff> {
  const a = await openForReading(request.a, request.settings, ports);
  try {
    const b = await openForReading(request.b, request.settings, ports);
    try {
      return await compare(await readSide(a.image, request, a.ports), await readSide(b.image, request, b.ports), request, ports);
    } finally {
      await b.image.close();
    }
  } finally {
    await a.image.close();
  }
}

/** All that is read of one of the two. */
export interface ReadSide {
  readonly image: Image;
  readonly trace: Trace;
  readonly packages: Awaited<ReturnType<typeof catalogOnce>>['packages'] | null;
  readonly files: { readonly tree: FileTree; readonly analyses: readonly LayerAnalysis[] } | null;
  readonly problems: readonly Problem[];
}

async function readSide(image: Image, { packages, files, settings }: DiffRequest, ports: AppPorts): Promise<ReadSide> {
  const { trace } = await traceOpened(image, { dockerfile: null, buildArgs: {}, stage: null, verify: false, settings }, ports);
  const catalog = packages ? await catalogOnce(image, ports) : null;
  const analyses = files ? await analyseImage(image, [], ports) : null;
  const tree = analyses === null ? null : squash(analyses);
  const told = [...(catalog?.problems ?? []), ...(analyses?.flatMap(({ problems }) => problems) ?? []), ...(tree?.problems ?? [])];
  return {
    image,
    trace,
    packages: catalog?.packages ?? null,
    files: analyses === null || tree === null ? null : { tree, analyses },
    problems: distinct(told).map((problem) => ({ ...problem, message: `${image.reference ?? image.location}: ${problem.message}` })),
  };
}

/** What two readers tell of one image, and two sides that are one, is told once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

async function compare(a: ReadSide, b: ReadSide, request: DiffRequest, ports: AppPorts): Promise<ImagesDiff> {
  const config = diffConfigs(a.image.config, b.image.config);
  const packages: readonly PackageChange[] | null =
    a.packages === null || b.packages === null ? null : diffPackages(a.packages, b.packages);
  const { files, uncompared } = await fileChanges(a, b, request, ports);
  return {
    same: config.length === 0 && (packages?.length ?? 0) === 0 && (files?.length ?? 0) === 0,
    a: sideOf(a),
    b: sideOf(b),
    lineage: findKinship(kinOf(a), kinOf(b)),
    config,
    packages,
    files,
    uncompared,
    problems: distinct([...a.problems, ...b.problems]),
  };
}

async function fileChanges(
  a: ReadSide,
  b: ReadSide,
  { content, times }: DiffRequest,
  ports: AppPorts,
): Promise<Pick<ImagesDiff, 'files' | 'uncompared'>> {
  if (a.files === null || b.files === null) return { files: null, uncompared: 0 };
  const { changes, uncompared } = await compareFiles(
    { ...a.files, image: a.image },
    { ...b.files, image: b.image },
    { content, times },
    ports,
  );
  const files = changes.map(({ pair, differs }): FileChange => {
    const [before, after] = [diffed(pair.a, a.trace), diffed(pair.b, b.trace)];
    return { path: pair.path, change: before === null ? 'added' : after === null ? 'removed' : 'changed', differs, a: before, b: after };
  });
  return { files: files.toSorted((x, y) => (x.path < y.path ? -1 : 1)), uncompared };
}

function diffed(entry: TreeEntry | null, { lineage }: Trace): DiffedFile | null {
  if (entry === null) return null;
  const { type, size, mode, uid, gid, mtime, link, layer } = entry;
  return { type, size, mode, uid, gid, mtime, link, layer, owner: ownerOf(layer, lineage) };
}

function kinOf({ image, trace }: ReadSide): Parameters<typeof findKinship>[0] {
  return { lineage: trace.lineage, diffIds: image.layers.map(({ diffId }) => diffId) };
}

function sideOf({ image, trace, files }: ReadSide): DiffSide {
  let bytes = 0;
  for (const { type, size, hardLink } of files?.tree.entries() ?? []) if (type === 'file' && !hardLink) bytes += size;
  return { trace, layers: image.layers.length, files: files?.tree.count ?? null, bytes: files === null ? null : bytes };
}

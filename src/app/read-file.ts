import { readRanges, type TarRange } from '../image/read-ranges.ts';
import { squash } from '../image/squash.ts';
import { FromageError } from '../model/error.ts';
import type { FileTree, TreeEntry } from '../model/file-tree.ts';
import type { Image, Layer } from '../model/image.ts';
import { showPath } from '../model/image-path.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { readEntry } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { ByteStream, RandomAccess } from '../ports/index.ts';
import type { SourceSettings } from '../store/source.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';
import { openForReading } from './open-for-reading.ts';

export interface ReadFileRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** Within the image, a leading slash or not. */
  readonly path: string;
  /** As the lowest layers up to this one make it, one-based; null: all. */
  readonly layer: number | null;
  readonly settings: SourceSettings;
}

/** A file of an image while it can be read. */
export interface OpenedFile {
  /** Where the path led to. */
  readonly entry: TreeEntry;
  readonly body: Pick<RandomAccess, 'size' | 'read'>;
  readonly problems: readonly Problem[];
}

/**
 * Finds a file, symbolic links followed within the image, and lets `use` read it. Of a compressed layer no byte is given before all of
 * it was read and is what its digests say. Throws what opening and reading the image throws, `not-found`, `usage` for a folder or a
 * layer there is not, `unsupported` for what has no body that can be read.
 */
export async function readFile<T>(request: ReadFileRequest, ports: AppPorts, use: (file: OpenedFile) => Promise<T>): Promise<T> {
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    const { layer, path } = request;
    if (layer !== null && !(Number.isInteger(layer) && layer >= 1 && layer <= image.layers.length))
      throw new FromageError('usage', `${image.location} has no layer ${layer}`, { hint: `Its layers are 1 to ${image.layers.length}.` });
    const analyses = await analyseImage(image, [], opened);
    const seen = layer === null ? analyses : analyses.slice(0, layer);
    const tree = squash(seen);
    const entry = findFile(path, tree, image);
    const problems = [...seen.flatMap((analysis) => analysis.problems), ...tree.problems];
    return await withBody(image, bodyOf(entry, seen), opened, (body) => use({ entry, body, problems }));
  } finally {
    await image.close();
  }
}

function findFile(path: string, tree: FileTree, image: Image): TreeEntry {
  const entry = tree.resolve(path);
  if (entry === null) throw missing(path, tree, image);
  if (entry.type === 'directory')
    throw new FromageError('usage', `${showPath(path)} is a folder`, {
      hint: `fromage files ${image.location} '${entry.path === '' ? '' : `${entry.path}/`}**' lists it.`,
    });
  if (entry.type !== 'file') throw new FromageError('unsupported', `${showPath(path)} is no file but a ${entry.type}`);
  return entry;
}

function missing(path: string, tree: FileTree, image: Image): FromageError {
  const link = tree.get(path);
  if (link?.type === 'symlink')
    return new FromageError('not-found', `${showPath(path)} is a link to ${showPath(link.link ?? '')}, which leads nowhere`);
  const [hidden] = tree.hidden(path);
  const before = hidden ?? null;
  return new FromageError('not-found', `${image.location} has no ${showPath(path)}`, {
    hint:
      before === null
        ? 'fromage files lists what it has'
        : `It is deleted; --layer ${before.layer + 1} shows it as layer ${before.layer + 1} left it`,
  });
}

/** Where a body lies; null for one without bytes. */
interface PlacedBody {
  readonly layer: number;
  readonly offset: number;
  readonly size: number;
}

function bodyOf(entry: TreeEntry, analyses: readonly LayerAnalysis[]): PlacedBody | null {
  const { content } = entry;
  const table = content === null ? undefined : analyses[content.layer]?.entries;
  if (content === null || table === undefined)
    throw new FromageError('not-found', `${showPath(entry.path)} is a hard link that leads to no file`);
  const { size, offset } = readEntry(table, content.row, entry.path);
  if (size === 0) return null;
  if (offset === null) throw new FromageError('unsupported', `${showPath(entry.path)} is a sparse file, and those are not read yet`);
  return { layer: content.layer, offset, size };
}

async function withBody<T>(
  image: Image,
  placed: PlacedBody | null,
  { store }: AppPorts,
  use: (body: OpenedFile['body']) => Promise<T>,
): Promise<T> {
  if (placed === null) return use({ size: 0, read: async () => 0 });
  const { offset, size } = placed;
  const layer = image.layers[placed.layer];
  if (layer === undefined) throw new FromageError('not-found', `${image.location} has no layer ${placed.layer + 1}`);
  const plain = (await layer.plain?.()) ?? null;
  if (plain !== null) {
    const read = async (at: number, into: Uint8Array) =>
      plain.read(offset + at, into.subarray(0, Math.max(0, Math.min(into.length, size - at))));
    return use({ size, read }).finally(() => plain.close());
  }
  const spooled = await store.files.spool(bytesOf(layer, { offset, size }), size);
  return use(spooled).finally(() => spooled.close());
}

async function* bytesOf(layer: Layer, range: TarRange): ByteStream {
  for await (const { bytes } of readRanges(layer, [range])) yield bytes;
}

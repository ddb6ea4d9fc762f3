import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Problem } from '../model/problem.ts';
import type { Archive } from './archive.ts';
import { archiveLayout, missingMember } from './archive-layout.ts';
import { openByTable } from './docker-archive-image.ts';
import type { DockerArchiveImage } from './docker-archive-table.ts';
import { digestInName, MAX_TABLE_BYTES, readDockerTable, selectDockerImage } from './docker-archive-table.ts';
import { referenceAmong } from './image-names.ts';
import type { LayoutRoot } from './oci-layout.ts';
import { openLayout, openLayoutAll, selectRoot } from './oci-layout.ts';
import type { About } from './resolve-image.ts';
import { resolveAll, resolveImage } from './resolve-image.ts';
import type { SourceSettings, StorePorts } from './source.ts';
import type { Selector } from './split-location.ts';

/** What an archive turns out to hold: `docker save` writes `manifest.json`, since Docker 25 beside an image layout. */
export type ArchiveKind = 'docker-archive' | 'oci-archive' | 'unknown';

export function recogniseArchive(archive: Archive): ArchiveKind {
  if (archive.find('manifest.json') !== null) return 'docker-archive';
  return archive.find('index.json') !== null ? 'oci-archive' : 'unknown';
}

/** Where an archive was found, and which image of it is wanted. `location` is without its scheme. */
export interface ArchiveRequest {
  readonly archive: Archive;
  readonly selector: Selector;
  readonly source: string;
  readonly location: string;
}

/** Opens one image of an archive of either kind. The archive is closed with the image, or on failure. */
export async function openArchiveImage(request: ArchiveRequest, settings: SourceSettings, ports: StorePorts): Promise<Image> {
  const kind = await recogniseOrClose(request);
  if (kind === 'oci-archive') return openLayout(archiveLayout(request.archive), request.selector, aboutOf(request), settings, ports);
  const [image] = await withDockerArchive(request, ports, {
    byLayout: async ({ root, reader }, about) => [await resolveImage(root, reader, about, settings, ports)],
    byTable: async (chosen, problems) => [await openByTable(request.archive, chosen, { ...aboutOf(request), problems }, settings, ports)],
  });
  if (image === undefined) throw unknownArchive(request.archive);
  return image;
}

/** The same for every platform. */
export async function openArchiveImages(request: ArchiveRequest, settings: SourceSettings, ports: StorePorts): Promise<readonly Image[]> {
  const kind = await recogniseOrClose(request);
  if (kind === 'oci-archive') return openLayoutAll(archiveLayout(request.archive), request.selector, aboutOf(request), settings, ports);
  return withDockerArchive(request, ports, {
    byLayout: ({ root, reader }, about) => resolveAll(root, reader, about, settings, ports),
    byTable: async (chosen, problems) => [await openByTable(request.archive, chosen, { ...aboutOf(request), problems }, settings, ports)],
  });
}

async function recogniseOrClose({ archive }: ArchiveRequest): Promise<ArchiveKind> {
  try {
    const kind = recogniseArchive(archive);
    if (kind !== 'unknown') return kind;
    throw unknownArchive(archive);
  } catch (error) {
    await archive.close();
    throw error;
  }
}

function unknownArchive(archive: Archive): FromageError {
  if (!archive.complete) return missingMember(archive, 'manifest.json');
  if (archive.find('repositories') !== null)
    return new FromageError('unsupported', `${archive.what} was written by a Docker older than 1.10`);
  return new FromageError('not-an-image', `${archive.what} is a tar, but no image: it has neither manifest.json nor index.json`);
}

interface Ways {
  byLayout(root: LayoutRoot, about: About): Promise<readonly Image[]>;
  byTable(chosen: DockerArchiveImage, problems: readonly Problem[]): Promise<readonly Image[]>;
}

/**
 * Docker 25+ writes the image twice: as a layout (with its true manifest, but perhaps listing platforms that are not there) and as
 * `manifest.json`. The layout is taken where it holds what was chosen and verifies; else the table, which must stand alone then,
 * and what is wrong with the layout is told.
 */
async function withDockerArchive(request: ArchiveRequest, ports: StorePorts, ways: Ways): Promise<readonly Image[]> {
  const { archive, selector } = request;
  try {
    const bytes = await archive.find('manifest.json')?.read(MAX_TABLE_BYTES);
    if (bytes === undefined) throw missingMember(archive, 'manifest.json');
    const chosen = selectDockerImage(readDockerTable(bytes, archive.what), selector, archive.what);
    const tried = await tryLayout(request, chosen, ports, ways);
    return tried.images ?? (await ways.byTable(chosen, tried.problems));
  } catch (error) {
    await archive.close();
    throw error;
  }
}

interface Tried {
  /** Null where the layout will not do. */
  readonly images: readonly Image[] | null;
  readonly problems: readonly Problem[];
}

async function tryLayout(request: ArchiveRequest, chosen: DockerArchiveImage, ports: StorePorts, ways: Ways): Promise<Tried> {
  const { archive } = request;
  if (archive.find('index.json') === null) return { images: null, problems: [] };
  const [tag] = chosen.tags;
  let isHeld = false;
  const close = async () => {
    // Until it is sure that the layout will do, the table needs the archive open.
    if (isHeld) await archive.close();
  };
  try {
    const found = await selectRoot(archiveLayout(archive), tag === undefined ? { kind: 'none' } : { kind: 'name', name: tag }, ports);
    const names = chosen.tags.length > 0 ? chosen.tags : found.names;
    const opened = await ways.byLayout(found, { ...aboutOf(request), names, reference: referenceAmong(names), close });
    isHeld = isSameImage(opened, chosen);
    if (isHeld) return { images: opened, problems: [] };
    return { images: null, problems: [unlike('its image layout and its manifest.json are of different images')] };
  } catch (error) {
    if (!(error instanceof FromageError) || !FALL_BACK.has(error.code)) throw error;
    // An untagged image among several, or a platform that was left out: the layout has nothing wrong.
    const isFault = error.code !== 'not-found' && error.code !== 'ambiguous';
    return { images: null, problems: isFault ? [unlike(`its image layout can't be read: ${error.message}`)] : [] };
  }
}

function unlike(what: string): Problem {
  return { kind: 'layout-passed-over', message: `${what}; what manifest.json says was taken`, incomplete: false };
}

/** The two accounts of one archive must agree on the config, else two readers would see two images. */
function isSameImage(opened: readonly Image[], chosen: DockerArchiveImage): boolean {
  return opened.some((image) => image.configDigest !== null && image.configDigest === digestInName(chosen.config));
}

const FALL_BACK: ReadonlySet<string> = new Set([
  'not-found',
  'ambiguous',
  'malformed',
  'digest-mismatch',
  'not-an-image',
  'truncated',
  'unsupported',
]);

function aboutOf({ source, location }: ArchiveRequest): Pick<About, 'source' | 'location'> {
  return { source, location: source === '-' ? `-${location}` : `${source}:${location}` };
}

import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import { tryReference } from '../model/reference.ts';
import type { Archive } from './archive.ts';
import { openArchive } from './archive.ts';
import { isAbsent } from './engine/absent.ts';
import { openArchiveImage, openArchiveImages, recogniseArchive } from './open-archive-image.ts';
import { recogniseQuickly } from './recognise.ts';
import type { Source, SourceSettings, StorePorts } from './source.ts';
import type { SourceEntry } from './sources/index.ts';
import { SOURCES } from './sources/index.ts';
import type { SplitLocation } from './split-location.ts';
import { formatSelector, splitLocation } from './split-location.ts';

/**
 * Opens an image by what a person would type: `scheme:location`, a path, `-`, or a reference. Without a scheme: a path
 * that exists is recognised by its content; otherwise an engine that has it; otherwise the registry.
 * Throws `not-found`, `not-an-image`, `ambiguous`, `offline`, `usage`, and what the source throws.
 */
export async function openImage(
  location: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[] = SOURCES,
): Promise<Image> {
  const [image] = await openWith(location, settings, ports, sources, ONE);
  if (image === undefined) throw new FromageError('not-an-image', `${location} holds no image`);
  return image;
}

/** The same for every platform it is for. Each must be closed. */
export async function openImages(
  location: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[] = SOURCES,
): Promise<readonly Image[]> {
  return openWith(location, settings, ports, sources, ALL);
}

/** `oci:folder` → the source and `folder`; null where no scheme is meant. `docker://` needs its slashes: `docker:24` is an image. */
export function splitScheme(
  text: string,
  sources: readonly SourceEntry[] = SOURCES,
): { readonly entry: SourceEntry; readonly rest: string } | null {
  const stdin = sources.find((entry) => entry.role === 'stdin');
  if (stdin !== undefined && (text === stdin.scheme || /^-[:@]/.test(text))) return { entry: stdin, rest: text.slice(1) };
  const colon = text.indexOf(':');
  const entry = sources.find((item) => item.role !== 'stdin' && item.scheme === text.slice(0, colon));
  if (colon < 1 || entry === undefined) return null;
  const rest = text.slice(colon + 1);
  if (entry.role === 'registry') return rest.startsWith('//') ? { entry, rest: rest.slice(2) } : null;
  return { entry, rest: entry.role === 'engine' && rest.startsWith('//') ? rest.slice(2) : rest };
}

/** How one image is opened, or all: the rest of the way is the same. */
interface Mode {
  source(source: Source, rest: string, settings: SourceSettings, ports: StorePorts): Promise<readonly Image[]>;
  readonly archive: (...args: Parameters<typeof openArchiveImages>) => Promise<readonly Image[]>;
}

const ONE: Mode = {
  source: async (source, rest, settings, ports) => [await source.open(rest, settings, ports)],
  archive: async (request, settings, ports) => [await openArchiveImage(request, settings, ports)],
};

const ALL: Mode = {
  source: async (source, rest, settings, ports) =>
    (await source.openAll?.(rest, settings, ports)) ?? [await source.open(rest, settings, ports)],
  archive: openArchiveImages,
};

async function openWith(
  location: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[],
  mode: Mode,
): Promise<readonly Image[]> {
  const schemed = splitScheme(location, sources);
  if (schemed !== null) return openEntry(schemed.entry, schemed.rest, location, settings, ports, mode);
  const split = await splitLocation(location, ports.files);
  const local = split === null ? null : await openPath(split, location, settings, ports, sources, mode);
  if (local !== null) return local;
  if (isPathOnly(location)) throw new FromageError('not-found', `${location} does not exist`);
  return openByName(location, settings, ports, sources, mode);
}

async function openEntry(
  entry: SourceEntry,
  rest: string,
  location: string,
  settings: SourceSettings,
  ports: StorePorts,
  mode: Mode,
): Promise<readonly Image[]> {
  if (entry.network && settings.offline) throw offline(location);
  return mode.source(await entry.load(), rest, settings, ports);
}

/** Null where the path is a folder of no known kind and the word may yet be an image's name. */
async function openPath(
  split: SplitLocation,
  location: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[],
  mode: Mode,
): Promise<readonly Image[] | null> {
  const { path, selector } = split;
  const kind = await recogniseQuickly(path, ports.files);
  if (kind === 'archive') {
    const archive = await openArchive(await ports.files.open(path), path, ports, settings.archiveLimits);
    const source = await sourceOf(archive);
    return mode.archive({ archive, selector, source, location }, settings, ports);
  }
  const entry = sources.find((item) => item.role === 'file' && item.scheme === kind);
  // `httpd:2.4` beside a root file system in ./httpd is the image: a root file system holds no others.
  const takesSelector = selector.kind === 'none' || kind === 'oci';
  if (entry !== undefined && takesSelector) return mode.source(await entry.load(), path + formatSelector(selector), settings, ports);
  const found = await ports.files.status(path);
  if (!isPathOnly(location) && (selector.kind !== 'none' || found?.kind === 'directory')) return null;
  if (kind === 'dockerfile')
    throw new FromageError('not-an-image', `${path} is a Dockerfile, not an image`, { hint: 'give the image that was built from it' });
  throw new FromageError('not-an-image', `${path} is neither an image archive, an image layout nor a root file system`, {
    hint: 'read are: tars of docker save, OCI image layouts (folder or tar), and folders with a root file system',
  });
}

/** Closes the archive where it can't be told. */
async function sourceOf(archive: Archive): Promise<string> {
  try {
    const kind = recogniseArchive(archive);
    return kind === 'unknown' ? 'docker-archive' : kind;
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** Engines first, in order, as far as they are there and have it; then the registry. */
async function openByName(
  name: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[],
  mode: Mode,
): Promise<readonly Image[]> {
  // Also an ID alone is no reference, and yet an engine may know it.
  const fault = tryReference(name);
  if (typeof fault === 'string' && fault !== 'identifier') {
    throw new FromageError('not-found', `${name.slice(0, 200)} is no file, and no name an image could have`);
  }
  const passedOver: FromageError[] = [];
  for (const entry of sources.filter((item) => item.role === 'engine' && !(item.network && settings.offline))) {
    try {
      return await mode.source(await entry.load(), name, settings, ports);
    } catch (error) {
      if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
      if (error.code !== 'not-found' && !isAbsent(error)) passedOver.push(error);
    }
  }
  try {
    return await openFromRegistry(name, settings, ports, sources, mode);
  } catch (error) {
    throw withPassedOver(error, passedOver);
  }
}

async function openFromRegistry(
  name: string,
  settings: SourceSettings,
  ports: StorePorts,
  sources: readonly SourceEntry[],
  mode: Mode,
): Promise<readonly Image[]> {
  if (settings.offline) throw offline(name);
  const registry = sources.find((entry) => entry.role === 'registry');
  if (registry === undefined) throw new FromageError('not-found', `${name} was not found`);
  return mode.source(await registry.load(), name, settings, ports);
}

/** An engine that could not be asked is no failure while the registry answers; where it does not, it may be what is wrong. */
function withPassedOver(error: unknown, passedOver: readonly FromageError[]): unknown {
  const [first] = passedOver;
  if (!(error instanceof FromageError) || first === undefined) return error;
  const hint = [error.hint, `the engine was passed over: ${first.message}`].filter((part) => part !== null).join('; ');
  return new FromageError(error.code, error.message, { hint, cause: error });
}

/** Written so that only a path can be meant. */
function isPathOnly(location: string): boolean {
  return /^(\.{0,2}\/|~\/|\.{1,2}$)/.test(location) || /\.(tar|tgz|tar\.(gz|zst))$/i.test(location);
}

function offline(location: string): FromageError {
  return new FromageError('offline', `${location} is not here, and the network is not to be asked`, {
    hint: 'give an archive, an image layout or a local engine that has it, or leave out --offline',
  });
}

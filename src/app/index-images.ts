import { fullReference } from '../lineage/ancestors.ts';
import { type KnownImage, knownImagesOf, namesOf } from '../lineage/known-image.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import { openImage, openImages } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { findImagesBelow, findImagesInRegistry, type FoundLocation } from './find-images.ts';
import { traceOpened } from './trace-opened.ts';

export interface AddRequest {
  /** Locations of images. */
  readonly targets: readonly string[];
  /** A folder all of whose archives and layouts are added. */
  readonly folder: string | null;
  /** `host/repository[:tag-glob]`: all tags that fit. */
  readonly registry: string | null;
  /** The name to remember the one image by, instead of its own. */
  readonly as: string | null;
  /** The person's word that the images stand on scratch: base images of their own. */
  readonly base: boolean;
  /** Null: every platform of each image. */
  readonly settings: SourceSettings;
  readonly verify: boolean;
}

/** What was put in, and what could not be. */
export interface Added {
  readonly images: readonly KnownImage[];
  readonly problems: readonly Problem[];
}

/**
 * Puts images into the user's index: others are recognised by them from then on. One that can't be read is a Problem
 * beside the rest. Throws `usage` where nothing was named, and what opening throws where one alone was.
 */
export async function addImages(request: AddRequest, ports: AppPorts): Promise<Added> {
  const locations = await locationsOf(request, ports);
  if (request.as !== null && locations.length !== 1)
    throw new FromageError('usage', `--as names one image, and there are ${locations.length}`);
  const task = ports.store.progress.start(`reading ${locations.length} images`, null);
  const images: KnownImage[] = [];
  const problems: Problem[] = [];
  try {
    // One after the other: each may stand on the one before, and a registry is not to be hurried.
    for (const location of locations) {
      const added = await addOne(location, request, ports).catch((error: unknown) => {
        if (locations.length === 1 || !(error instanceof FromageError) || error.code === 'interrupted') throw error;
        problems.push({ kind: 'not-added', message: `${location.location}: ${error.message}`, where: location.location, incomplete: true });
        return [];
      });
      images.push(...added);
    }
  } finally {
    task.done();
  }
  return { images, problems };
}

async function locationsOf(request: AddRequest, ports: AppPorts): Promise<readonly FoundLocation[]> {
  const named = request.targets.map((location) => ({ location, isWhole: false }));
  const below = request.folder === null ? [] : await findImagesBelow(request.folder, ports.store);
  const remote = request.registry === null ? [] : await findImagesInRegistry(request.registry, request.settings, ports.store);
  const all = [...named, ...below, ...remote];
  if (all.length > 0) return all;
  if (request.folder !== null) throw new FromageError('not-found', `${request.folder} holds no image archive and no image layout`);
  if (request.registry !== null) throw new FromageError('not-found', `no tag fits ${request.registry}`);
  throw new FromageError('usage', 'nothing to add', {
    hint: 'Name an image, or give --dir FOLDER or --registry HOST/REPOSITORY[:TAG-GLOB].',
  });
}

async function addOne({ location, isWhole }: FoundLocation, request: AddRequest, ports: AppPorts): Promise<readonly KnownImage[]> {
  const { settings } = request;
  const all = settings.platform === null && !isWhole;
  const images = all ? await openImages(location, settings, ports.store) : [await openImage(location, settings, ports.store)];
  const known: KnownImage[] = [];
  try {
    for (const image of images) known.push(...(await knownOf(image, request, ports)));
  } finally {
    for (const image of images) await image.close();
  }
  await ports.indexes.local.put(known);
  return known;
}

async function knownOf(image: Image, request: AddRequest, ports: AppPorts): Promise<readonly KnownImage[]> {
  const names = namesFor(image, request.as);
  const { trace, hashed } = await traceOpened(
    image,
    { verify: request.verify, dockerfile: null, buildArgs: {}, stage: null, settings: request.settings },
    ports,
  );
  const seen = new Date(ports.store.clock.now()).toISOString().slice(0, 10);
  const lineage = request.base ? onScratch(image, trace.lineage) : trace.lineage;
  const known = knownImagesOf(image, lineage, { origin: 'added', names, seen, hashed });
  if (known.length === 0) throw new FromageError('unsupported', `${image.location} has no layers to recognise others by`);
  return known;
}

/** Only where nothing speaks against it. Throws `usage` where layers of another image were found. */
function onScratch(image: Image, lineage: Lineage): Lineage {
  const below = lineage.ancestors.find(({ layers }) => layers !== null);
  if (below === undefined) return { ...lineage, ancestors: [], end: 'scratch' };
  throw new FromageError(
    'usage',
    `${image.location} does not stand on scratch: it has the layers of ${below.reference ?? 'another image'}`,
    {
      hint: 'Leave out --base.',
    },
  );
}

function namesFor(image: Image, as: string | null): readonly string[] {
  const names = as === null ? namesOf(image) : [fullReference(as)].filter((name) => name !== null);
  if (names.length > 0) return names;
  throw new FromageError('usage', as === null ? `${image.location} has no name` : `"${as}" is no image reference`, {
    hint: 'Give it one: --as registry/repository:tag.',
  });
}

import { fullReference } from '../lineage/ancestors.ts';
import type { KnownImage } from '../lineage/known-image.ts';
import { FromageError } from '../model/error.ts';
import type { AppPorts } from './app-ports.ts';

/** What the indexes hold. */
export interface IndexStatus {
  readonly official: { readonly images: number; readonly asOf: string };
  /** Bundled images with known digests. */
  readonly bundled: number;
  readonly added: number;
  readonly learned: number;
  /** Damaged records. */
  readonly unreadable: number;
  /** Where the user's own index lies. */
  readonly folder: string;
}

/** Counts of the three indexes. */
export async function indexStatus(folder: string, ports: AppPorts): Promise<IndexStatus> {
  const official = await ports.indexes.official();
  const { images, unreadable } = await ports.indexes.local.list();
  const added = images.filter((image) => image.origin === 'added').length;
  return {
    official: { images: official.imageNames.length, asOf: official.asOf },
    bundled: (await ports.indexes.bundled()).count,
    added,
    learned: images.length - added,
    unreadable,
    folder,
  };
}

/** The user's own images, by name. `learned` ones too where asked for. */
export async function listImages(learned: boolean, ports: AppPorts): Promise<readonly KnownImage[]> {
  const { images } = await ports.indexes.local.list();
  return images.filter((image) => learned || image.origin === 'added');
}

export interface RemoveRequest {
  /** Names; a name without a tag means all of its tags. */
  readonly names: readonly string[];
  readonly all: boolean;
  /** Only what traces learned. */
  readonly learned: boolean;
}

/** Takes images out of the user's index and returns how many. Throws `usage` where none is named, `not-found` where a name fits none. */
export async function removeImages(request: RemoveRequest, ports: AppPorts): Promise<number> {
  const { images } = await ports.indexes.local.list();
  const open = request.learned ? images.filter((image) => image.origin === 'learned') : images;
  if (request.all || (request.learned && request.names.length === 0)) return ports.indexes.local.remove(open);
  if (request.names.length === 0)
    throw new FromageError('usage', 'nothing to remove', { hint: 'Name images, or give --all or --learned.' });
  const chosen = new Set<KnownImage>();
  for (const name of request.names) {
    const fitting = open.filter((image) => isNamed(image, name));
    if (fitting.length === 0)
      throw new FromageError('not-found', `${name} is not in your index`, { hint: 'fromage index list --learned shows what is.' });
    for (const image of fitting) chosen.add(image);
  }
  return ports.indexes.local.remove([...chosen]);
}

function isNamed(image: KnownImage, name: string): boolean {
  const full = fullReference(name);
  if (full === null) throw new FromageError('usage', `"${name}" is no image reference`);
  const hasTag = /[:@]/.test(name.slice(name.lastIndexOf('/') + 1));
  return hasTag ? image.reference === full : image.reference.startsWith(`${full.slice(0, full.lastIndexOf(':'))}:`);
}

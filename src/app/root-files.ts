import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Files } from '../ports/index.ts';

/** Bytes. What is read here is a few lines of text. */
const MAX_BYTES = 64 * 1024;
const SCHEME = 'dir:';

/**
 * A file of a root file system given as a folder; null where the image is none, the file is not there, or a link leads out of
 * the folder: an absolute one means the root of that file system, which is not the host's.
 */
export async function readRootFile(image: Image, path: string, files: Files): Promise<Uint8Array | null> {
  if (image.source !== 'dir' || !image.location.startsWith(SCHEME)) return null;
  try {
    const root = await files.real(image.location.slice(SCHEME.length));
    const found = await files.real(files.join(root, path));
    const inside = files.join(root, 'x').slice(0, -1);
    if (!found.startsWith(inside) || (await files.status(found))?.kind !== 'file') return null;
    return await files.read(found, MAX_BYTES);
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    return null;
  }
}

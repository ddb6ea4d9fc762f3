import { knownImagesOf, namesOf } from '../lineage/known-image.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Trace } from '../model/trace.ts';
import type { AppPorts } from './app-ports.ts';

/** Remembers an image that was traced. A folder that can't be written to is no reason to fail: nothing was asked for. */
export async function learnImage(image: Image, trace: Trace, hashed: boolean, ports: AppPorts): Promise<void> {
  const seen = new Date(ports.store.clock.now()).toISOString().slice(0, 10);
  const known = knownImagesOf(image, trace.lineage, { origin: 'learned', names: namesOf(image).slice(0, MAX_NAMES), seen, hashed });
  try {
    await ports.indexes.local.put(known);
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
  }
}

/** More names of one image are no help, and an archive may give it thousands. */
const MAX_NAMES = 16;

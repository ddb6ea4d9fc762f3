import { parseReference, withTag } from '../model/reference.ts';
import { formatReference } from '../model/reference.ts';
import { FromageError } from '../model/error.ts';
import { openImage } from '../store/open-image.ts';
import { recogniseQuickly } from '../store/recognise.ts';
import { listTags } from '../store/sources/registry.ts';
import type { SourceSettings, StorePorts } from '../store/source.ts';

/** Where an image is; `isWhole` where the location already means one platform. */
export interface FoundLocation {
  readonly location: string;
  readonly isWhole: boolean;
}

/** More images stand in no folder or repository that is meant. */
const MAX_IMAGES = 5000;

/** Every image of every archive and layout that lies directly in a folder. Throws `not-found`. */
export async function findImagesBelow(folder: string, ports: StorePorts): Promise<readonly FoundLocation[]> {
  const { files } = ports;
  if ((await files.status(folder))?.kind !== 'directory') throw new FromageError('not-found', `${folder} is no folder`);
  const found: FoundLocation[] = [];
  for (const name of await files.list(folder)) {
    const path = files.join(folder, name);
    const kind = await kindOf(path, ports);
    if (kind === 'oci' || kind === 'archive') found.push(...(await imagesIn(path, ports)));
    if (found.length > MAX_IMAGES) throw new FromageError('too-large', `${folder} holds more than ${MAX_IMAGES} images`);
  }
  return found;
}

async function kindOf(path: string, ports: StorePorts): Promise<string> {
  const status = await ports.files.status(path);
  return status?.kind === 'file' || status?.kind === 'directory' ? recogniseQuickly(path, ports.files) : 'other';
}

const OFFLINE: SourceSettings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };

/** An archive with one image is itself the location; of several each has a place (`@0`, `@1` …). */
async function imagesIn(path: string, ports: StorePorts): Promise<readonly FoundLocation[]> {
  try {
    await (await openImage(path, OFFLINE, ports)).close();
    return [{ location: path, isWhole: false }];
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    if (error.code === 'not-an-image') return [];
    // What can't be opened for another reason is told by who adds it.
    if (error.code !== 'ambiguous') return [{ location: path, isWhole: false }];
  }
  const places: FoundLocation[] = [];
  while (places.length < MAX_IMAGES && (await isThere(`${path}@${places.length}`, ports))) {
    places.push({ location: `${path}@${places.length}`, isWhole: false });
  }
  return places.length === 0 ? [{ location: path, isWhole: false }] : places;
}

async function isThere(location: string, ports: StorePorts): Promise<boolean> {
  try {
    await (await openImage(location, OFFLINE, ports)).close();
    return true;
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    return error.code !== 'not-found' && error.code !== 'usage';
  }
}

/** `host/repository[:tag-glob]`: every tag that fits; without a glob all. Throws `usage`, and what the registry throws. */
export async function findImagesInRegistry(text: string, settings: SourceSettings, ports: StorePorts): Promise<readonly FoundLocation[]> {
  const slash = text.lastIndexOf('/');
  const colon = text.indexOf(':', slash);
  const [name, glob] = colon < 0 ? [text, '*'] : [text.slice(0, colon), text.slice(colon + 1)];
  const reference = parseReference(name.replace(/^docker:\/\//, ''));
  if (settings.offline)
    throw new FromageError('offline', `${name} would have to be asked, and the network is not to be`, { hint: 'Leave out --offline.' });
  const tags = (await listTags(formatReference(reference), settings, ports)).filter((tag) => matchGlob(glob, tag));
  if (tags.length > MAX_IMAGES)
    throw new FromageError('too-large', `${tags.length} tags fit ${text}`, {
      hint: `At most ${MAX_IMAGES} are added at once: give a narrower glob.`,
    });
  return tags.map((tag) => ({ location: `docker://${formatReference(withTag(reference, tag))}`, isWhole: false }));
}

/** `*` any run of characters, `?` one; all else is itself. After a mismatch the last star takes one more: no star before it needs to. */
function matchGlob(glob: string, text: string): boolean {
  let [at, there] = [0, 0];
  let star: { at: number; there: number } | null = null;
  while (there < text.length) {
    const token = glob.charAt(at);
    if (token === '*') star = { at: ++at, there };
    else if (token === '?' || token === text.charAt(there)) [at, there] = [at + 1, there + 1];
    else if (star === null) return false;
    else {
      star = { at: star.at, there: star.there + 1 };
      [at, there] = [star.at, star.there];
    }
  }
  return /^\**$/.test(glob.slice(at));
}

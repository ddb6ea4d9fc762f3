import type { Image } from '../model/image.ts';
import type { Problem } from '../model/problem.ts';
import type { Trace } from '../model/trace.ts';
import type { Files } from '../ports/index.ts';

const SCHEME = 'dir:';

/** What is to be said of an image whose files were read, beside what its files and layers gave rise to. */
export async function readingNotes(image: Image, { lineage }: Trace, files: Files): Promise<readonly Problem[]> {
  if (image.source === 'dir') return (await isRoot(image.location.slice(SCHEME.length), files)) ? [] : [noRoot(image.location)];
  return lineage.end === 'unknown' && lineage.ancestors.length === 0 ? [UNKNOWN] : [];
}

const UNKNOWN: Problem = {
  kind: 'lineage-unknown',
  message:
    'what this image is made FROM is not known, so nothing tells who brought what; fromage index add IMAGE makes your base images known, and fromage trace tells more.',
  incomplete: false,
};

/** By the folders that every distribution has, and folders of sources have not. */
async function isRoot(folder: string, files: Files): Promise<boolean> {
  const has = async (name: string) => (await files.status(files.join(folder, name)))?.kind === 'directory';
  const isSource = (await files.status(files.join(folder, '.git'))) !== null;
  const [etc, usr] = [await has('etc'), await has('usr')];
  return isSource ? etc && usr : etc || usr || ((await has('bin')) && (await has('lib')));
}

function noRoot(location: string): Problem {
  const message = `${location} does not look like a root file system: it is read as a folder of files, all of one layer. To look into an image, name the image.`;
  return { kind: 'no-root-file-system', message, where: location, incomplete: false };
}

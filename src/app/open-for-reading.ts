import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Problem } from '../model/problem.ts';
import { folderLayer } from '../store/folder-layer.ts';
import { UNCHECKED_LAYERS } from '../store/layer-checks.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { findSubject } from './find-subject.ts';

/** Opens an image whose files are wanted; a root file system has one layer then. Throws `usage` for a Dockerfile, which has none. */
export async function openForReading(
  target: string,
  settings: SourceSettings,
  ports: AppPorts,
): Promise<{ readonly image: Image; readonly ports: AppPorts }> {
  const subject = await findSubject({ target, asDockerfile: false }, ports.store);
  if (subject.kind === 'dockerfile')
    throw new FromageError('usage', `${subject.path} is a Dockerfile: it has no files of its own`, {
      hint: 'Build it, and name the image.',
    });
  const image = await openImage(subject.location, settings, subject.ports);
  const opened = { ...ports, store: subject.ports };
  return { image: image.source === 'dir' ? await withFolder(image, opened) : await tellingOfSkipped(image), ports: opened };
}

/**
 * The same, whose word that its layers were not read is that of their reader instead: only of those that lie uncompressed in a file are
 * bytes skipped. By that, and not by what was read in this run, since answers out of what was kept are to be the same.
 */
async function tellingOfSkipped(image: Image): Promise<Image> {
  let skipped = 0;
  for (const layer of image.layers) {
    const plain = layer.available ? ((await layer.plain?.()) ?? null) : null;
    skipped += plain === null ? 0 : 1;
    await plain?.close();
  }
  return {
    ...image,
    get problems() {
      return image.problems.flatMap((problem) => (problem.kind === UNCHECKED_LAYERS ? skippedBytes(skipped, image) : [problem]));
    },
  };
}

function skippedBytes(skipped: number, { layers }: Image): readonly Problem[] {
  if (skipped === 0) return [];
  const which = skipped === layers.length ? 'the layers' : `${skipped} of ${layers.length} layers`;
  const message = `of ${which} only what was asked for was read, so their digests were not checked; fromage trace --verify checks them`;
  return [{ kind: UNCHECKED_LAYERS, message, incomplete: false }];
}

const SCHEME = 'dir:';

/** A root file system has no layers; all of it is taken for one. */
async function withFolder(image: Image, { store }: AppPorts): Promise<Image> {
  const task = store.progress.start(`walking ${image.location}`, null);
  try {
    return { ...image, layers: [await folderLayer(image.location.slice(SCHEME.length), store.files)] };
  } finally {
    task.done();
  }
}

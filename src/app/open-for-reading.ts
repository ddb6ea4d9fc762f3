import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import { folderLayer } from '../store/folder-layer.ts';
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
  return { image: image.source === 'dir' ? await withFolder(image, opened) : image, ports: opened };
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

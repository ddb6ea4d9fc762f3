import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { findSubject } from './find-subject.ts';

/** Opens an image whose files are wanted. Throws `usage` for a Dockerfile, which has none. */
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
  return { image: await openImage(subject.location, settings, subject.ports), ports: { ...ports, store: subject.ports } };
}

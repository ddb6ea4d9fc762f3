import { openArchive } from '../archive.ts';
import type { ArchiveRequest } from '../open-archive-image.ts';
import { openArchiveImage, openArchiveImages } from '../open-archive-image.ts';
import type { Source, SourceSettings, StorePorts } from '../source.ts';
import { requireLocation } from '../split-location.ts';

/** What `docker save` and `podman save` write: the old form, and Docker 25's with an image layout in it; plain or compressed. */
export const dockerArchive = {
  scheme: 'docker-archive',
  summary: 'a tar written by docker save or podman save, plain or compressed',
  example: 'docker-archive:images.tar:httpd:2.4',
  network: false,
  open: async (location, settings, ports) => openArchiveImage(await request(location, settings, ports), settings, ports),
  openAll: async (location, settings, ports) => openArchiveImages(await request(location, settings, ports), settings, ports),
} as const satisfies Source;

async function request(location: string, settings: SourceSettings, ports: StorePorts): Promise<ArchiveRequest> {
  const { path, selector } = await requireLocation(location, ports.files);
  const archive = await openArchive(await ports.files.open(path), path, ports, settings.archiveLimits);
  return { archive, selector, source: 'docker-archive', location };
}

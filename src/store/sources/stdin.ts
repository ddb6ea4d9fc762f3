import { openArchive } from '../archive.ts';
import { ARCHIVE_LIMITS } from '../decompress.ts';
import { metered } from '../metered.ts';
import type { ArchiveRequest } from '../open-archive-image.ts';
import { openArchiveImage, openArchiveImages } from '../open-archive-image.ts';
import type { Source, SourceSettings, StorePorts } from '../source.ts';
import { readSelector } from '../split-location.ts';

/** An archive of either kind on standard input, kept in a temporary file while it is open. */
export const stdin = {
  scheme: '-',
  summary: 'an archive on standard input',
  example: 'docker save httpd | fromage trace -',
  network: false,
  open: async (location, settings, ports) => openArchiveImage(await request(location, settings, ports), settings, ports),
  openAll: async (location, settings, ports) => openArchiveImages(await request(location, settings, ports), settings, ports),
} as const satisfies Source;

async function request(location: string, settings: SourceSettings, ports: StorePorts): Promise<ArchiveRequest> {
  const selector = readSelector(location);
  const limits = settings.archiveLimits ?? ARCHIVE_LIMITS;
  const spooled = await ports.files.spool(metered(ports.files.stdin(), 'reading standard input', null, ports.progress), limits.maxBytes);
  const archive = await openArchive(spooled, 'standard input', ports, limits);
  return { archive, selector, source: '-', location };
}

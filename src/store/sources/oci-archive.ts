import { openArchive } from '../archive.ts';
import { archiveLayout } from '../archive-layout.ts';
import { openLayout, openLayoutAll } from '../oci-layout.ts';
import type { Source, SourceSettings, StorePorts } from '../source.ts';
import type { SplitLocation } from '../split-location.ts';
import { requireLocation } from '../split-location.ts';

/** An OCI image layout in a tar, plain or compressed. */
export const ociArchive = {
  scheme: 'oci-archive',
  summary: 'an OCI image layout in a tar, plain or compressed',
  example: 'oci-archive:image.tar:2.4',
  network: false,
  async open(location, settings, ports) {
    const split = await requireLocation(location, ports.files);
    return openLayout(await layoutAt(split, settings, ports), split.selector, about(location), settings, ports);
  },
  async openAll(location, settings, ports) {
    const split = await requireLocation(location, ports.files);
    return openLayoutAll(await layoutAt(split, settings, ports), split.selector, about(location), settings, ports);
  },
} as const satisfies Source;

async function layoutAt({ path }: SplitLocation, settings: SourceSettings, ports: StorePorts) {
  return archiveLayout(await openArchive(await ports.files.open(path), path, ports, settings.archiveLimits));
}

function about(location: string) {
  return { source: 'oci-archive', location: `oci-archive:${location}` };
}

import { parseOsRelease } from '../../codec/os-release.ts';
import type { Image } from '../../model/image.ts';
import { ancestorClaim, type Tracer, type TracerPorts, type TracerResult } from '../tracer.ts';

/** os-release(5): the first of these that is there holds. */
const PLACES = ['etc/os-release', 'usr/lib/os-release'];

/**
 * What the root file system says it is. Looked at only where files are at hand without reading layers: in a root file system
 * given as a folder. It names a distribution, never an image.
 */
export const osRelease = {
  id: 'os-release',
  summary: '`etc/os-release` of a root file system given as a folder',
  confidence: 'inferred',
  async find(image: Image, ports: TracerPorts): Promise<TracerResult> {
    for (const path of PLACES) {
      const bytes = (await ports.readRootFile?.(image, path)) ?? null;
      const release = bytes === null ? null : parseOsRelease(new TextDecoder().decode(bytes));
      if (release === null) continue;
      const detail = `${path} says ${release.prettyName}`;
      return { claims: [ancestorClaim({ tracer: osRelease.id, confidence: 'inferred', parent: true, detail })], problems: [] };
    }
    return { claims: [], problems: [] };
  },
} as const satisfies Tracer;

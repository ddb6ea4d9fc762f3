import { describeSbom } from '../codec/attached-sbom.ts';
import type { Problem } from '../model/problem.ts';
import type { AttachedSbom } from '../model/sbom.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { type AttachedDocument, readAttachedDocuments } from './attached-documents.ts';
import { openForReading } from './open-for-reading.ts';

export interface AttachedSboms {
  /** The image as it was asked for. */
  readonly name: string;
  readonly sboms: readonly AttachedSbom[];
  readonly problems: readonly Problem[];
}

/** SBOMs that are attached to an image. Throws what opening throws. */
export async function readAttached(target: string, settings: SourceSettings, ports: AppPorts): Promise<AttachedSboms> {
  const { image } = await openForReading(target, settings, ports);
  try {
    const { found, problems } = await readAttachedDocuments(image, { what: 'An SBOM', kinds: /spdx|cyclonedx/i, read: sbomOf });
    return { name: image.reference ?? image.location, sboms: found, problems: [...image.problems, ...problems] };
  } finally {
    await image.close();
  }
}

function sbomOf({ document, foundBy, digest }: AttachedDocument): AttachedSbom | null {
  const found = describeSbom(document);
  return found === null ? null : { ...found, document, foundBy, digest };
}

import { cyclonedxDocument } from '../cyclonedx-document.ts';
import type { SbomFormat } from '../sbom-format.ts';

export const cyclonedxJson = {
  id: 'cyclonedx-json',
  summary: 'CycloneDX 1.6',
  write: (sbom, view) => `${JSON.stringify(cyclonedxDocument(sbom, view), null, 2)}\n`,
} as const satisfies SbomFormat;

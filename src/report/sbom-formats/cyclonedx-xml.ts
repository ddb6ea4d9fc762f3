import { cyclonedxDocument } from '../cyclonedx-document.ts';
import { cyclonedxXml as writeXml } from '../cyclonedx-xml.ts';
import type { SbomFormat } from '../sbom-format.ts';

export const cyclonedxXml = {
  id: 'cyclonedx-xml',
  summary: 'CycloneDX 1.6 in XML',
  write: (sbom, view) => writeXml(cyclonedxDocument(sbom, view)),
} as const satisfies SbomFormat;

import type { SbomFormat } from '../sbom-format.ts';
import { spdxDocument } from '../spdx-document.ts';

export const spdxJson = {
  id: 'spdx-json',
  summary: 'SPDX 2.3',
  write: (sbom, view) => `${JSON.stringify(spdxDocument(sbom, view), null, 2)}\n`,
} as const satisfies SbomFormat;

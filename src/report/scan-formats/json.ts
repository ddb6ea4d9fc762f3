import { scanDocument } from '../scan-document.ts';
import type { ScanFormat } from '../scan-format.ts';

/** As schema/scan.schema.json has it. */
export const json = {
  id: 'json',
  summary: 'as schema/scan.schema.json has it',
  write: (scan) => `${JSON.stringify(scanDocument(scan), null, 2)}\n`,
} as const satisfies ScanFormat;

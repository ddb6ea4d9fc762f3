import type { ScanFormatEntry } from '../scan-format.ts';

/** All formats of a scan. Each is loaded when it is asked for. */
export const SCAN_FORMATS: readonly ScanFormatEntry[] = [
  { id: 'table', summary: 'by who has to act, for people', load: async () => (await import('./table.ts')).table },
  { id: 'json', summary: 'as schema/scan.schema.json has it', load: async () => (await import('./json.ts')).json },
  { id: 'sarif', summary: 'SARIF 2.1.0, for code scanning', load: async () => (await import('./sarif.ts')).sarif },
];

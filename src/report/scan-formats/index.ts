import type { ScanFormatEntry } from '../scan-format.ts';

/** All formats of a scan. Each is loaded when it is asked for. */
export const SCAN_FORMATS: readonly ScanFormatEntry[] = [
  { id: 'table', summary: 'by who has to act, for people', load: async () => (await import('./table.ts')).table },
  { id: 'json', summary: 'as schema/scan.schema.json has it', load: async () => (await import('./json.ts')).json },
  { id: 'sarif', summary: 'SARIF 2.1.0, for code scanning', load: async () => (await import('./sarif.ts')).sarif },
  {
    id: 'cyclonedx',
    summary: 'CycloneDX 1.6: packages and vulnerabilities',
    load: async () => (await import('./cyclonedx.ts')).cyclonedx,
  },
  {
    id: 'cyclonedx-vex',
    summary: 'CycloneDX 1.6: vulnerabilities alone, packages by purl',
    load: async () => (await import('./cyclonedx-vex.ts')).cyclonedxVex,
  },
  { id: 'openvex', summary: 'OpenVEX 0.2.0', load: async () => (await import('./openvex.ts')).openvex },
  { id: 'junit', summary: 'JUnit XML: a failed test for each finding', load: async () => (await import('./junit.ts')).junit },
  { id: 'gitlab', summary: 'GitLab’s container scanning report, schema 15', load: async () => (await import('./gitlab.ts')).gitlab },
  { id: 'markdown', summary: 'for a comment on a pull request', load: async () => (await import('./markdown.ts')).markdown },
  { id: 'html', summary: 'one page to read, in one file', load: async () => (await import('./html.ts')).html },
  { id: 'template', summary: 'a template of your own (--template)', load: async () => (await import('./template.ts')).template },
];

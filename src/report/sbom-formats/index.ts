import type { SbomFormat } from '../sbom-format.ts';

/** What is known of a format without loading it. */
export interface SbomFormatEntry {
  readonly id: string;
  readonly summary: string;
  load(): Promise<SbomFormat>;
}

/** Every format of an SBOM, in the order of help. Adding one: its file in this folder, and an entry here. */
export const SBOM_FORMATS: readonly SbomFormatEntry[] = [
  { id: 'table', summary: 'a line a package, for people', load: async () => (await import('./table.ts')).table },
  { id: 'purls', summary: 'a package URL a line', load: async () => (await import('./purls.ts')).purls },
  { id: 'json', summary: 'everything, for machines', load: async () => (await import('./json.ts')).json },
  { id: 'cyclonedx-json', summary: 'CycloneDX 1.6', load: async () => (await import('./cyclonedx-json.ts')).cyclonedxJson },
  { id: 'cyclonedx-xml', summary: 'CycloneDX 1.6 in XML', load: async () => (await import('./cyclonedx-xml.ts')).cyclonedxXml },
  { id: 'spdx-json', summary: 'SPDX 2.3', load: async () => (await import('./spdx-json.ts')).spdxJson },
  { id: 'spdx-tag', summary: 'SPDX 2.3 in tags and values', load: async () => (await import('./spdx-tag.ts')).spdxTag },
];

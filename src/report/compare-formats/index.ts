import type { CompareFormatEntry } from '../compare-format.ts';

/** All formats of a comparison. Each is loaded when it is asked for. */
export const COMPARE_FORMATS: readonly CompareFormatEntry[] = [
  { id: 'table', summary: 'a column an image, for people', load: async () => (await import('./table.ts')).table },
  { id: 'json', summary: 'as schema/compare.schema.json has it', load: async () => (await import('./json.ts')).json },
  { id: 'markdown', summary: 'for a comment on a pull request', load: async () => (await import('./markdown.ts')).markdown },
  { id: 'html', summary: 'one page to read, in one file', load: async () => (await import('./html.ts')).html },
];

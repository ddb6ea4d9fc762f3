import type { Format } from '../format.ts';

/** What is known of a format without loading it. */
export interface FormatEntry {
  readonly id: string;
  readonly summary: string;
  load(): Promise<Format>;
}

/** Every format, in the order of help. Adding one: its file in this folder, and an entry here. */
export const FORMATS: readonly FormatEntry[] = [
  { id: 'text', summary: 'a tree for people', load: async () => (await import('./text.ts')).text },
  { id: 'json', summary: 'everything, for machines (schema/trace.schema.json)', load: async () => (await import('./json.ts')).json },
  { id: 'mermaid', summary: 'a flowchart for Markdown', load: async () => (await import('./mermaid.ts')).mermaid },
  { id: 'dot', summary: 'a graph for Graphviz', load: async () => (await import('./dot.ts')).dot },
];

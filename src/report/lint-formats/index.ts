import type { LintFormatEntry } from '../lint-format.ts';

/** Every way to write the answer of lint. Adding one: its file in this folder, and an entry here. */
export const LINT_FORMATS: readonly LintFormatEntry[] = [
  { id: 'text', summary: 'with the lines it is about, for people', load: async () => (await import('./text.ts')).text },
  { id: 'json', summary: 'as schema/lint.schema.json has it', load: async () => (await import('./json.ts')).json },
];

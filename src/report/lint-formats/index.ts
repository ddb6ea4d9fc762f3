import type { LintFormatEntry } from '../lint-format.ts';

/** Every way to write the answer of lint. Adding one: its file in this folder, and an entry here. */
export const LINT_FORMATS: readonly LintFormatEntry[] = [
  { id: 'text', summary: 'with the lines it is about, for people', load: async () => (await import('./text.ts')).text },
  { id: 'json', summary: 'as schema/lint.schema.json has it', load: async () => (await import('./json.ts')).json },
  {
    id: 'summary',
    summary: 'a line for each rule: how often, and in how many files',
    load: async () => (await import('./summary.ts')).summary,
  },
  { id: 'sarif', summary: 'SARIF 2.1.0, for code scanning', load: async () => (await import('./sarif.ts')).sarif },
  { id: 'github', summary: 'annotations of GitHub’s workflows', load: async () => (await import('./github.ts')).github },
  { id: 'gitlab', summary: 'GitLab’s code quality report', load: async () => (await import('./gitlab.ts')).gitlab },
  { id: 'checkstyle', summary: 'Checkstyle’s XML', load: async () => (await import('./checkstyle.ts')).checkstyle },
  { id: 'junit', summary: 'JUnit XML: a failed test for each diagnostic', load: async () => (await import('./junit.ts')).junit },
];

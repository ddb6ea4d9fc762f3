import type { Diagnostic } from '../../model/lint-report.ts';
import type { LintFormat } from '../lint-format.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const LINT_SCHEMA_VERSION = 1;

/** As schema/lint.schema.json has it. */
export const json = {
  id: 'json',
  summary: 'as schema/lint.schema.json has it',
  write: ({ files, problems }) => {
    const diagnostics = files.flatMap(({ path, diagnostics: of }) => of.map((one) => documentOf(path, one)));
    const known = files.reduce((sum, file) => sum + file.known, 0);
    return `${JSON.stringify({ schemaVersion: LINT_SCHEMA_VERSION, files: files.length, diagnostics, known, problems }, null, 2)}\n`;
  },
} as const satisfies LintFormat;

function documentOf(file: string, { rule, equivalents, severity, message, span, start, end, fix }: Diagnostic): object {
  const place = ({ line, column }: Diagnostic['start'], offset: number): object => ({ line, column, offset });
  return {
    rule,
    equivalents,
    severity,
    message,
    file,
    span: { start: place(start, span.start), end: place(end, span.end) },
    ancestor: null,
    bytes: null,
    fix,
  };
}

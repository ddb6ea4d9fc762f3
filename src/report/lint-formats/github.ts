import type { LintSeverity } from '../../model/lint-report.ts';
import type { LintFormat } from '../lint-format.ts';
import { printable } from '../words.ts';

const COMMANDS: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', info: 'notice', style: 'notice' };

/** Commands of GitHub's workflows, which show them at the lines of a change. */
export const github = {
  id: 'github',
  summary: 'annotations of GitHub’s workflows',
  write: ({ files, problems }) => {
    const lines = files.flatMap(({ path, diagnostics }) =>
      diagnostics.map(({ rule, severity, message, start, end }) => {
        const file = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
        // Columns hold for one line alone.
        const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
        return command(
          COMMANDS[severity],
          { file, line: start.line, endLine: end.line, ...columns, title: `${rule} (${severity})` },
          message,
        );
      }),
    );
    const notes = problems.map(({ message, incomplete }) => command(incomplete ? 'error' : 'notice', { title: 'fromage lint' }, message));
    return [...lines, ...notes].map((line) => `${line}\n`).join('');
  },
} as const satisfies LintFormat;

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(printable(String(value)))}`);
  return `::${name} ${pairs.join(',')}::${escapeData(printable(message))}`;
}

/** As GitHub's toolkit does it. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

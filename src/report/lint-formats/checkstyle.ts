import type { LintSeverity } from '../../model/lint-report.ts';
import { escapeXml } from '../cyclonedx-xml.ts';
import type { LintFormat } from '../lint-format.ts';
import { printable } from '../words.ts';

const SEVERITIES: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', info: 'info', style: 'info' };

/** Checkstyle's XML, which Jenkins and many others read. */
export const checkstyle = {
  id: 'checkstyle',
  summary: 'Checkstyle’s XML',
  write: ({ files, problems }) => {
    const lines = files.flatMap(({ path, diagnostics }) => [
      `  <file name="${attribute(path)}">`,
      ...diagnostics.map(
        ({ rule, severity, message, start }) =>
          `    <error line="${start.line}" column="${start.column}" severity="${SEVERITIES[severity]}" message="${attribute(message)}" source="fromage.${attribute(rule)}"/>`,
      ),
      '  </file>',
    ]);
    const unread = problems.flatMap(({ kind, message, where, incomplete }) => [
      `  <file name="${attribute(where ?? '')}">`,
      `    <error line="1" severity="${incomplete ? 'error' : 'info'}" message="${attribute(message)}" source="fromage.${attribute(kind)}"/>`,
      '  </file>',
    ]);
    return `${['<?xml version="1.0" encoding="UTF-8"?>', '<checkstyle version="4.3">', ...lines, ...unread, '</checkstyle>'].join('\n')}\n`;
  },
} as const satisfies LintFormat;

function attribute(text: string): string {
  return escapeXml(printable(text));
}

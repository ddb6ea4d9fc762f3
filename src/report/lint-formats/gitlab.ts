import type { LintSeverity } from '../../model/lint-report.ts';
import { lintFingerprints } from '../lint-fingerprint.ts';
import type { LintFormat } from '../lint-format.ts';
import { printable } from '../words.ts';

const SEVERITIES: Readonly<Record<LintSeverity, string>> = { error: 'major', warning: 'minor', info: 'info', style: 'info' };

/** GitLab's code quality report. It has no place for files that could not be read: the exit code tells. */
export const gitlab = {
  id: 'gitlab',
  summary: 'GitLab’s code quality report',
  write: ({ files }) => {
    const issues = files.flatMap((file) => {
      const prints = lintFingerprints(file);
      return file.diagnostics.map(({ rule, severity, message, start, end }, at) => ({
        type: 'issue',
        description: printable(message),
        check_name: rule,
        fingerprint: prints[at] ?? '',
        severity: SEVERITIES[severity],
        categories: ['Style'],
        location: { path: file.path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, ''), lines: { begin: start.line, end: end.line } },
      }));
    });
    return `${JSON.stringify(issues, null, 2)}\n`;
  },
} as const satisfies LintFormat;

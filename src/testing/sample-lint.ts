import type { Diagnostic, LintedFile, LintReport } from '../model/lint-report.ts';
import type { RuleManual } from '../model/rule-manual.ts';

const TEXT = 'FROM debian:13\nRUN sudo make \\\n  all\nRUN sudo make \\\n  all\n';

/** What is told twice of the same words, with a fix; what spans lines, names from a hostile file, one clean file, and one that could not be read. */
export function aLintReport(): LintReport {
  return {
    files: [
      file('./web/Dock erfile', [
        {
          ...diagnostic('no-sudo', 'error', 19, 23, 'sudo does harm, 100% of it: [x](http://evil.test) {0}\u001b[31m'),
          fix: { title: 'leave out sudo', safety: 'safe', edits: [{ start: 19, end: 24, text: '' }] },
        },
        diagnostic('no-sudo', 'error', 41, 45, 'sudo does harm'),
        diagnostic('no-sudo', 'error', 41, 45, 'sudo does harm'),
        diagnostic('a-style', 'style', 15, 36, 'two <lines> & "more"'),
      ]),
      { ...file('clean/Dockerfile', []), known: 2 },
    ],
    problems: [{ kind: 'unreadable', message: 'x/Dockerfile can’t be read', where: 'x/Dockerfile', incomplete: true }],
  };
}

/** Of the rules in the report, and one that is not in it. */
export const LINT_MANUALS: readonly RuleManual[] = ['a-style', 'no-sudo', 'not-told'].map((id) => ({
  id,
  summary: `about ${id}`,
  why: `Because of [${id}].`,
  severity: 'error',
  equivalents: id === 'no-sudo' ? ['hadolint:DL3004'] : [],
  recommended: true,
  bad: [],
  good: [],
}));

function file(path: string, diagnostics: readonly Diagnostic[]): LintedFile {
  return { path, text: TEXT, diagnostics, failOn: 'info', known: 0, fixed: null };
}

function diagnostic(rule: string, severity: Diagnostic['severity'], start: number, end: number, message: string): Diagnostic {
  const place = (offset: number) => {
    const before = TEXT.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const about = start < 37 ? { start: 15, end: 37 } : { start: 37, end: 59 };
  return { rule, equivalents: [], severity, message, span: { start, end }, start: place(start), end: place(end), about, fix: null };
}

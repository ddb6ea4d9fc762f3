import type { Diagnostic, LintedFile } from '../../model/lint-report.ts';
import type { Problem } from '../../model/problem.ts';
import { escapeXml } from '../cyclonedx-xml.ts';
import type { LintFormat } from '../lint-format.ts';
import { printable } from '../words.ts';

/** JUnit's XML: a suite for each file, a failed case for each diagnostic. A file with none has a case that passed, for readers refuse empty suites. */
export const junit = {
  id: 'junit',
  summary: 'JUnit XML: a failed test for each diagnostic',
  write: ({ files, problems }) => {
    const gaps = problems.filter(({ incomplete }) => incomplete);
    const failures = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
    const tests = files.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), gaps.length);
    return `${[
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="fromage lint" tests="${tests}" failures="${failures}" errors="${gaps.length}" time="0">`,
      ...files.flatMap(suite),
      ...(gaps.length === 0 ? [] : gapSuite(gaps)),
      '</testsuites>',
    ].join('\n')}\n`;
  },
} as const satisfies LintFormat;

function suite({ path, diagnostics }: LintedFile): readonly string[] {
  const name = attribute(path);
  const tests = Math.max(1, diagnostics.length);
  return [
    `  <testsuite name="${name}" tests="${tests}" failures="${diagnostics.length}" errors="0" skipped="0" time="0">`,
    ...(diagnostics.length === 0 ? [`    <testcase classname="${name}" name="nothing to say" time="0"/>`] : []),
    ...diagnostics.flatMap((one) => failure(name, one)),
    '  </testsuite>',
  ];
}

function failure(file: string, { rule, severity, message, start, equivalents }: Diagnostic): readonly string[] {
  const text = [`${start.line}:${start.column} ${message}`, ...(equivalents.length === 0 ? [] : [`elsewhere: ${equivalents.join(', ')}`])];
  return [
    `    <testcase classname="${file}" name="${attribute(rule)} in line ${start.line}" file="${file}" line="${start.line}" time="0">`,
    `      <failure type="${severity}" message="${attribute(message)}">${text.map(attribute).join('\n')}</failure>`,
    '    </testcase>',
  ];
}

function gapSuite(gaps: readonly Problem[]): readonly string[] {
  return [
    `  <testsuite name="incomplete" tests="${gaps.length}" failures="0" errors="${gaps.length}" skipped="0" time="0">`,
    ...gaps.flatMap(({ kind, message, where }) => [
      `    <testcase classname="${attribute(kind)}" name="${attribute(where ?? kind)}" time="0">`,
      `      <error type="${attribute(kind)}" message="${attribute(message)}"/>`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ];
}

function attribute(text: string): string {
  return escapeXml(printable(text));
}

import type { Diagnostic, LintedFile, LintReport, LintSeverity } from '../../model/lint-report.ts';
import type { RuleManual } from '../../model/rule-manual.ts';
import { lintFingerprints } from '../lint-fingerprint.ts';
import type { LintFormat, LintView } from '../lint-format.ts';
import { escapeSarif, sarifFile } from '../sarif-text.ts';
import { printable } from '../words.ts';

/** SARIF 2.1.0, with what GitHub's code scanning asks for beyond it; fixes are told, which it does not show yet and editors do. */
export const sarif = {
  id: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  write: (report, view) => `${JSON.stringify(documentOf(report, view), null, 2)}\n`,
} as const satisfies LintFormat;

function documentOf({ files, problems }: LintReport, { version, rules }: LintView): object {
  const ids = new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule)));
  const told = rules.filter(({ id }) => ids.has(id));
  const places = new Map(told.map(({ id }, at) => [id, at]));
  const run = {
    tool: { driver: { name: 'fromage', version, semanticVersion: version, rules: told.map(ruleOf) } },
    automationDetails: { id: 'fromage/lint/' },
    invocations: [
      {
        executionSuccessful: !problems.some(({ incomplete }) => incomplete),
        toolExecutionNotifications: problems.map(({ kind, message, incomplete }) => ({
          descriptor: { id: kind },
          level: incomplete ? 'error' : 'note',
          message: { text: escapeSarif(printable(message)) },
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: files.flatMap((file) => {
      const prints = lintFingerprints(file);
      return file.diagnostics.map((one, at) => resultOf(file, one, prints[at] ?? '', places.get(one.rule) ?? -1));
    }),
  };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
}

const LEVELS: Readonly<Record<LintSeverity, string>> = { error: 'error', warning: 'warning', info: 'note', style: 'note' };

function ruleOf({ id, summary, why, severity, equivalents }: RuleManual): object {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: escapeSarif(summary) },
    fullDescription: { text: escapeSarif(why) },
    help: { text: escapeSarif(`${why}\n\nfromage explain ${id}`) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['dockerfile', severity, ...equivalents] },
  };
}

function resultOf(file: LintedFile, one: Diagnostic, fingerprint: string, ruleIndex: number): object {
  const { rule, severity, message, span, start, end, fix, equivalents } = one;
  const artifactLocation = sarifFile(file.path);
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: span.start,
    charLength: span.end - span.start,
  };
  const replacements = fix?.edits.map((edit) => ({
    deletedRegion: { charOffset: edit.start, charLength: edit.end - edit.start },
    insertedContent: { text: edit.text },
  }));
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: escapeSarif(`${printable(message)}.`) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'fromage/v1': fingerprint },
    ...(fix === null
      ? {}
      : { fixes: [{ description: { text: escapeSarif(printable(fix.title)) }, artifactChanges: [{ artifactLocation, replacements }] }] }),
    properties: { severity, equivalents, ...(fix === null ? {} : { fix: fix.safety }) },
  };
}

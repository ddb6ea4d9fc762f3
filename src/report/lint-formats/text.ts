import { applyEdits } from '../../model/apply-edits.ts';
import { LINT_SEVERITIES, type Diagnostic, type LintedFile } from '../../model/lint-report.ts';
import type { LintFormat } from '../lint-format.ts';
import type { Style } from '../style.ts';
import { unifiedDiff } from '../unified-diff.ts';
import { count, printable, wrap } from '../words.ts';

const MOST_LINES = 4;
const MOST_FIX_LINES = 12;

/** Each diagnostic with the lines it is about and its fix; at the end how many there are. */
export const text = {
  id: 'text',
  summary: 'with the lines it is about, for people',
  write: ({ files, problems }, { width, style }) => {
    const all = files.flatMap(({ diagnostics }) => diagnostics);
    const told = files.flatMap((file) => file.diagnostics.flatMap((one) => [...frame(file, one, width, style), '']));
    const unread = problems.flatMap(({ message, incomplete }) =>
      wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, width).map((line) => style.warn(line)),
    );
    const counts = LINT_SEVERITIES.map((severity) => ({ severity, many: all.filter((one) => one.severity === severity).length })).filter(
      ({ many }) => many > 0,
    );
    const sum = counts.map(({ severity, many }) => `${many} ${severity}`).join(', ');
    const end =
      all.length === 0
        ? `Nothing to say of ${count(files.length, 'file')}.`
        : `${count(all.length, 'diagnostic')} in ${count(files.length, 'file')}: ${sum}.`;
    const known = files.reduce((sum, file) => sum + file.known, 0);
    const left = known === 0 ? [] : [`${count(known, 'diagnostic')} known from the baseline: not told again.`];
    return `${[...told, ...unread, ...left, end].join('\n')}\n`;
  },
} as const satisfies LintFormat;

function frame({ path, text: source }: LintedFile, one: Diagnostic, width: number, style: Style): readonly string[] {
  const { start, end } = one;
  const lines = source.split('\n').slice(start.line - 1, Math.min(end.line, start.line - 1 + MOST_LINES));
  const gutter = String(start.line + lines.length - 1).length;
  const shown = lines.flatMap((line, at) => {
    const number = start.line + at;
    const code = printable(line.replace(/\r$/, ''));
    const from = number === start.line ? start.column - 1 : line.length - line.trimStart().length;
    const to = number === end.line ? end.column - 1 : code.length;
    const mark = `${' '.repeat(gutter)} | ${' '.repeat(from)}${'^'.repeat(Math.max(1, Math.min(to, code.length) - from))}`;
    return [`${String(number).padStart(gutter)} | ${code}`, style.warn(mark.slice(0, Math.max(width, 40)))];
  });
  const other = one.equivalents[0] === undefined ? '' : ` (${one.equivalents.join(', ')})`;
  const head = `${printable(path)}:${start.line}:${start.column} ${one.severity} ${one.rule}${other}`;
  return [
    one.severity === 'error' ? style.bad(head) : style.title(head),
    ...wrap(printable(one.message), width),
    ...shown,
    ...fixLines(source, one, style),
  ];
}

/** The fix as the lines that go and those that come. */
function fixLines(source: string, { fix }: Diagnostic, style: Style): readonly string[] {
  if (fix === null) return [];
  const lines = unifiedDiff('', source, applyEdits(source, fix.edits)).split('\n').slice(2);
  const changed = lines.filter((line) => /^[-+]/.test(line)).map((line) => printable(line));
  const shown = changed.slice(0, MOST_FIX_LINES).map((line) => (line.startsWith('-') ? style.bad(line) : style.good(line)));
  const more = changed.length > MOST_FIX_LINES ? [style.dim(`… ${count(changed.length - MOST_FIX_LINES, 'more line')}`)] : [];
  return [`fix${fix.safety === 'unsafe' ? ' (unsafe)' : ''}: ${printable(fix.title)}`, ...shown, ...more];
}

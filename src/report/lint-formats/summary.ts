import { LINT_SEVERITIES, type LintSeverity } from '../../model/lint-report.ts';
import type { LintFormat } from '../lint-format.ts';
import { textTable } from '../text-table.ts';
import { count, printable, wrap } from '../words.ts';

interface Row {
  readonly rule: string;
  readonly severity: LintSeverity;
  readonly many: number;
  readonly files: number;
  readonly fixes: number;
  readonly summary: string;
}

/** A line for each rule: how often it is told, in how many files, and how often there is a fix. Worst first, then most often. */
export const summary = {
  id: 'summary',
  summary: 'a line for each rule: how often, and in how many files',
  write: ({ files, problems }, { width, style, rules }) => {
    const all = files.flatMap(({ path, diagnostics }) => diagnostics.map((one) => ({ path, ...one })));
    const groups = [...Map.groupBy(all, ({ rule, severity }) => `${rule} ${severity}`).values()];
    const rows = groups.flatMap((of): Row[] => {
      const [first] = of;
      if (first === undefined) return [];
      const { rule, severity } = first;
      const fixes = of.filter(({ fix }) => fix !== null).length;
      const told = rules.find(({ id }) => id === rule)?.summary ?? '';
      return [{ rule, severity, many: of.length, files: new Set(of.map(({ path }) => path)).size, fixes, summary: told }];
    });
    const rank = ({ severity }: Row): number => LINT_SEVERITIES.indexOf(severity);
    const sorted = rows.toSorted((a, b) => rank(a) - rank(b) || b.many - a.many || (a.rule < b.rule ? -1 : 1));
    const [head, ...lines] = textTable(
      sorted,
      [
        { head: 'RULE', cell: ({ rule }) => rule },
        { head: 'SEVERITY', cell: ({ severity }) => severity },
        { head: 'TOLD', cell: ({ many }) => String(many), right: true },
        { head: 'FILES', cell: ({ files: among }) => String(among), right: true },
        { head: 'FIXES', cell: ({ fixes }) => String(fixes), right: true },
        { head: 'WHAT', cell: (row) => row.summary },
      ],
      width,
    );
    const unread = problems.flatMap(({ message, incomplete }) =>
      wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, width),
    );
    const end = `${count(all.length, 'diagnostic')} in ${count(files.length, 'file')}${rows.length === 0 ? '' : `, of ${count(rows.length, 'kind')}`}.`;
    return `${[...(rows.length === 0 ? [] : [style.dim(head), ...lines]), ...unread.map((line) => style.warn(line)), end].join('\n')}\n`;
  },
} as const satisfies LintFormat;

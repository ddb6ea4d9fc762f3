import { findRule } from '../lint/find-rule.ts';
import { MANUALS } from '../lint/known-rules.ts';
import { FromageError } from '../model/error.ts';
import { writeRuleManual } from '../report/rule-manual-text.ts';
import { textTable } from '../report/text-table.ts';
import type { ExplainFlags } from './commands/explain.ts';
import type { CliContext } from './context.ts';
import { styleFor, widthOf } from './terminal.ts';

/** `fromage explain`: a rule's own manual, or the list of all. */
export async function runExplain(this: CliContext, flags: ExplainFlags, name?: string): Promise<void> {
  const { stdout, env } = this.host;
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) };
  if (name === undefined) {
    const [head, ...lines] = textTable(
      MANUALS,
      [
        { head: 'RULE', cell: ({ id }) => id },
        { head: 'SEVERITY', cell: ({ severity, recommended }) => (recommended ? severity : `${severity}, off`) },
        { head: 'ELSEWHERE', cell: ({ equivalents }) => equivalents[0] ?? '' },
        { head: 'TELLS', cell: ({ summary }) => summary },
      ],
      view.width,
    );
    stdout.write(`${[view.style.dim(head), ...lines].join('\n')}\n`);
    return;
  }
  const rule = findRule(name, MANUALS);
  if (rule === null) throw new FromageError('usage', `there is no rule ${name}`, { hint: 'fromage explain lists all.' });
  stdout.write(writeRuleManual(rule, view));
}

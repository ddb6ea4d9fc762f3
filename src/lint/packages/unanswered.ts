import type { LintContext, Report } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import { type Call, type CallTable, readCall } from './call.ts';

/** Tells each call that would stop and ask. `flag` is what to write. */
export function* reportUnanswered(
  context: LintContext,
  table: CallTable,
  verbs: readonly string[],
  isAnswered: (call: Call) => boolean,
  flag: string,
): Iterable<Report> {
  for (const { commands } of runsOf(context))
    for (const command of commands) {
      const call = readCall(command, table);
      if (call === null || !verbs.includes(call.verb) || isAnswered(call)) continue;
      yield { span: command.span, message: `${call.program} ${call.verb} asks before it begins, and nobody answers: add ${flag}` };
    }
}

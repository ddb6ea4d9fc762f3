import { insertAfter } from '../command-fixes.ts';
import type { LintContext, Report } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import { type Call, type CallTable, readCall } from './call.ts';

/** What answers all questions. */
export interface AnswerFlag {
  readonly text: string;
  /** Whether it belongs before the verb. */
  readonly isGlobal: boolean;
}

/** Tells each call that would stop and ask. */
export function* reportUnanswered(
  context: LintContext,
  table: CallTable,
  verbs: readonly string[],
  isAnswered: (call: Call) => boolean,
  flag: AnswerFlag,
): Iterable<Report> {
  for (const run of runsOf(context))
    for (const command of run.commands) {
      const call = readCall(command, table);
      if (call === null || !verbs.includes(call.verb) || isAnswered(call)) continue;
      const message = `${call.program} ${call.verb} asks before it begins, and nobody answers: add ${flag.text}${flag.isGlobal ? ' before the verb' : ''}`;
      yield { span: command.span, message, fix: insertAfter(flag.isGlobal ? command.nameWord : call.verbWord, flag.text, run, context) };
    }
}

import type { Report, LintContext } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
import type { ShellWord } from '../shell/shell-command.ts';
import { type Call, type CallTable, readCall } from './call.ts';

/** What a rule wants of the packages that are installed. */
export interface PinCheck {
  readonly table: CallTable;
  readonly verbs: readonly string[];
  /** What to write: `apt-get install NAME=VERSION`. */
  readonly form: string;
  /** Which of the operands are packages; all, unless said otherwise. */
  readonly among?: (call: Call) => readonly ShellWord[];
  readonly isPinned: (value: string, call: Call, run: Run) => boolean;
}

/** Tells each call that installs something without saying which version. */
export function* reportUnpinned(context: LintContext, { table, verbs, form, among, isPinned }: PinCheck): Iterable<Report> {
  for (const run of runsOf(context))
    for (const command of run.commands) {
      const call = readCall(command, table);
      if (call === null || !verbs.includes(call.verb)) continue;
      const loose = (among?.(call) ?? call.operands).filter((word) => !isUnknown(word, context) && !isPinned(word.value, call, run));
      const [first, last] = [loose[0], loose.at(-1)];
      if (first === undefined || last === undefined) continue;
      const span = { start: first.span.start, end: last.span.end };
      yield { span, message: `${naming(loose)} would be another version another day: write ${form}` };
    }
}

/** A word that is nothing but what a variable holds may hold versions too. hadolint tells it all the same. */
function isUnknown({ value, isLiteral }: ShellWord, { config }: LintContext): boolean {
  return config.preset !== 'hadolint' && !isLiteral && /^[$`]/.test(value);
}

const MOST_NAMES = 4;

function naming(words: readonly ShellWord[]): string {
  const names = words.slice(0, MOST_NAMES).map(({ value }) => (value.length > 60 ? `${value.slice(0, 59)}…` : value));
  const more = words.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

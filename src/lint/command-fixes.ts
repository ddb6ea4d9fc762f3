import type { Fix, TextEdit } from '../model/lint-report.ts';
import type { LintContext } from './rule.ts';
import type { Run } from './run-commands.ts';
import type { ShellCommand, ShellWord } from './shell/shell-command.ts';

type Safety = Fix['safety'];

/** Puts flags after a word of a command. Null where the word does not stand in the file as the shell sees it: in JSON, or across lines. */
export function insertAfter(word: ShellWord | null, flags: string, run: Run, context: LintContext, safety: Safety = 'safe'): Fix | null {
  if (word === null || !isWritten(word, run, context)) return null;
  const { end } = word.span;
  return { title: `add ${flags}`, safety, edits: [{ start: end, end, text: ` ${flags}` }] };
}

/** Puts another word in the place of one; null where it does not stand in the file as the shell sees it. */
export function replaceWord(word: ShellWord, text: string, run: Run, context: LintContext): TextEdit | null {
  return isWritten(word, run, context) ? { ...word.span, text } : null;
}

/** Puts a command at the end of a RUN, with `sudo` where the one that it is to follow has it. Null where nothing can follow. */
export function appendCommand(text: string, after: ShellCommand, { at }: Run, { dockerfile }: LintContext): Fix | null {
  const end = at.script()?.end ?? null;
  if (end === null) return null;
  const isSudo = dockerfile.text.startsWith('sudo ', after.span.start);
  const command = isSudo ? `sudo ${text}` : text;
  return { title: `end the step with ${command}`, safety: 'safe', edits: [{ start: end, end, text: ` && ${command}` }] };
}

/** In JSON, and in a heredoc that drops its tabs, words stand elsewhere than their spans say. */
function isWritten({ text, span }: ShellWord, { at }: Run, { dockerfile }: LintContext): boolean {
  const { form, heredocs } = at.instruction;
  if (form === 'exec' || heredocs.some(({ stripTabs }) => stripTabs)) return false;
  return dockerfile.text.slice(span.start, span.end) === text;
}

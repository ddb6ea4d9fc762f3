import type { Fix } from '../../model/lint-report.ts';
import { readShellText } from '../../dockerfile/read-shell-text.ts';
import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Rule } from '../rule.ts';
import type { ShellCommand, ShellWord } from '../shell/shell-command.ts';
import { lastInStages } from '../stages.ts';

export const execForm = {
  id: 'exec-form',
  summary: 'CMD or ENTRYPOINT is written as text, so that a shell runs it',
  why: 'A text is run by /bin/sh -c, which becomes the first process, does not pass signals on, and has to be in the image: docker stop then waits and kills. Write a JSON array: CMD ["nginx", "-g", "daemon off;"]. Where a SHELL is set it is meant, and nothing is told, nor of HEALTHCHECK, whose shell harms nobody; hadolint’s preset tells both.',
  severity: 'warning',
  equivalents: ['hadolint:DL3025', 'buildkit:JSONArgsRecommended'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nCMD nginx -g "daemon off;"\n',
      fixed: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]\n',
      lines: [2],
    },
    { dockerfile: "FROM debian:12\nENTRYPOINT ['nginx']\nONBUILD CMD a\n", lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nCMD a\nHEALTHCHECK CMD b\n', lines: [3, 4], config: { preset: 'hadolint' } },
    {
      dockerfile: 'FROM debian:12\nENTRYPOINT exec a \\\n  --b=c\nONBUILD CMD a > b\nCMD $A\n',
      fixed: 'FROM debian:12\nENTRYPOINT ["a", "--b=c"]\nONBUILD CMD a > b\nCMD $A\n',
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nENTRYPOINT ["/entry"]\nCMD [ "a", \\\n  "b" ]\nHEALTHCHECK CMD a\n' },
    { dockerfile: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD b\n' },
    { dockerfile: 'FROM debian:12\nHEALTHCHECK NONE\nHEALTHCHECK --interval=3s CMD ["a"]\n', config: { preset: 'hadolint' } },
  ],
  *check(context) {
    const shells = lastInStages(context, 'SHELL');
    const isHadolint = context.config.preset === 'hadolint';
    for (const at of context.instructions) {
      const { keyword, instruction, stage } = at;
      if (instruction.form === 'exec' || instruction.arguments.length === 0) continue;
      const isCheck = keyword === 'HEALTHCHECK' && isHadolint && instruction.arguments[0]?.text.toUpperCase() === 'CMD';
      const isStart = (keyword === 'CMD' || keyword === 'ENTRYPOINT') && (isHadolint || !shells.has(stage));
      if (!isCheck && !isStart) continue;
      const message = `${keyword} is run by a shell, which does not pass signals on: write a JSON array`;
      yield { span: instruction.span, message, fix: isCheck || shells.has(stage) ? null : fixOf(at, context) };
    }
  },
} as const satisfies Rule;

/** Only for one command without anything that a shell would do. */
function fixOf(at: LintInstruction, context: LintContext): Fix | null {
  const { keyword, instruction, stage, isOnBuild } = at;
  const script = at.script();
  const command = script?.commands[0];
  if (script === null || command === undefined || script.commands.length > 1 || instruction.comments.length > 0) return null;
  const words = plainWords(command, readShellText(instruction)?.text ?? '');
  if (words === null) return null;
  // A program with a shell before it is handed no CMD as arguments; without one it is.
  const other = keyword === 'CMD' ? 'ENTRYPOINT' : 'CMD';
  const hasOther = context.instructions.some((one) => one.keyword === other && one.stage === stage);
  const json = `[${words.map(({ value }) => JSON.stringify(value)).join(', ')}]`;
  const edits = [{ ...instruction.argumentsSpan, text: json }];
  return { title: `write ${json}`, safety: hasOther || isOnBuild ? 'unsafe' : 'safe', edits };
}

/** What only a shell can do. */
const BUILT_IN: ReadonlySet<string> = new Set(
  '. : alias bg break cd command continue eval exit export fg getopts hash jobs local read readonly return set shift source times trap type ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/** The words of a command, where they are all there is in the text and a shell puts nothing in their place. */
function plainWords({ nameWord, args }: ShellCommand, text: string): readonly ShellWord[] | null {
  const written = nameWord === null ? args : [nameWord, ...args];
  let at = 0;
  for (const word of written) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (!isPlain(word) || !text.startsWith(word.text, at)) return null;
    at += word.text.length;
  }
  if (text.slice(at).trim() !== '') return null;
  const words = written[0]?.value === 'exec' ? written.slice(1) : written;
  const name = words[0]?.value ?? '';
  return name === '' || name.startsWith('-') || BUILT_IN.has(name) ? null : words;
}

/** Nothing to expand; patterns, braces and `~` mean something outside quotes only. */
function isPlain({ text, value, isLiteral }: ShellWord): boolean {
  if (!isLiteral || value.includes('\n')) return false;
  return /^'[^']*'$|^"[^"\\]*"$/.test(text) || (text === value && !/[*?[\]{}~!\\"'`$]/.test(text));
}

import type { Fix, TextEdit } from '../../model/lint-report.ts';
import { replaceWord } from '../command-fixes.ts';
import { ANY_APT } from '../packages/apt.ts';
import { readCall } from '../packages/call.ts';
import type { LintContext, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

export const preferAptGet = {
  id: 'prefer-apt-get',
  summary: 'RUN calls apt, which is for people',
  why: 'apt itself warns that its command line may change from one release to the next: it is made for terminals. apt-get and apt-cache do the same and stay as they are.',
  severity: 'warning',
  equivalents: ['hadolint:DL3027'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update \\\n && apt install -y curl=1\n',
      fixed: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y curl=1\n',
      lines: [3],
    },
    { dockerfile: 'FROM debian:12\nONBUILD RUN apt list\n', lines: [2] },
    {
      dockerfile: 'FROM debian:12\nRUN apt show a && sudo apt -y full-upgrade && \\\n  /usr/bin/apt upgrade -y\n',
      fixed: 'FROM debian:12\nRUN apt-cache show a && sudo apt-get -y dist-upgrade && \\\n  /usr/bin/apt-get upgrade --with-new-pkgs -y\n',
    },
  ],
  good: [{ dockerfile: 'FROM debian:12\nRUN apt-get install -y apt=1\n' }, { dockerfile: 'FROM debian:12\nRUN apt-cache policy apt\n' }],
  *check(context) {
    for (const run of runsOf(context))
      for (const command of run.commands) {
        if (command.name !== 'apt') continue;
        const fix = fixOf(command, run, context);
        yield { span: command.span, message: 'apt is made for people and may change: use apt-get, or apt-cache', fix };
      }
  },
} as const satisfies Rule;

interface Other {
  readonly program: 'apt-get' | 'apt-cache';
  /** What stands in the place of the verb. */
  readonly verb?: string;
}

/** What to write for `apt VERB`; its other verbs, as list, exist nowhere else. */
const OTHERS: ReadonlyMap<string, Other> = new Map<string, Other>([
  ...['update', 'install', 'remove', 'purge', 'autoremove', 'autoclean', 'clean', 'download', 'source', 'build-dep'].map(
    (verb): [string, Other] => [verb, { program: 'apt-get' }],
  ),
  ...['show', 'search', 'policy', 'depends', 'rdepends'].map((verb): [string, Other] => [verb, { program: 'apt-cache' }]),
  ['full-upgrade', { program: 'apt-get', verb: 'dist-upgrade' }],
  // apt(8), upgrade: new packages are installed where they are needed; apt-get does so only if it is told.
  ['upgrade', { program: 'apt-get', verb: 'upgrade --with-new-pkgs' }],
]);

function fixOf(command: ShellCommand, run: Run, context: LintContext): Fix | null {
  const call = readCall(command, ANY_APT);
  const other = OTHERS.get(call?.verb ?? '');
  const { nameWord } = command;
  const verbWord = call?.verbWord ?? null;
  if (other === undefined || nameWord === null || verbWord === null) return null;
  const name = replaceWord(nameWord, nameWord.text.replace(/apt(?=["']?$)/, other.program), run, context);
  const verb = replaceWord(verbWord, other.verb ?? verbWord.text, run, context);
  const edits = [name, verb].filter((edit): edit is TextEdit => edit !== null);
  const title = `write ${other.program} instead of apt`;
  return edits.length === 2 ? { title, safety: 'safe', edits: other.verb === undefined ? edits.slice(0, 1) : edits } : null;
}

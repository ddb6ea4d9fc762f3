import type { Fix } from '../../model/lint-report.ts';
import type { LintContext, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
import { plainArgs, type ShellCommand } from '../shell/shell-command.ts';

export const preferShellInstruction = {
  id: 'prefer-shell-instruction',
  summary: 'RUN replaces /bin/sh by a link',
  why: 'Every script of the image that says /bin/sh gets another shell by this, those of packages that are configured later too. The SHELL instruction sets the shell of the steps that follow, and changes no file.',
  severity: 'warning',
  equivalents: ['hadolint:DL4005'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN rm /bin/sh \\\n && ln -s /bin/bash /bin/sh\n',
      fixed: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN ln -snf bash /bin/sh\n',
      fixed: 'FROM debian:12\nONBUILD SHELL ["/bin/bash", "-c"]\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN ln -s /opt/a /usr/bin/a && echo /bin/sh\n' },
    { dockerfile: 'FROM debian:12\nRUN ln -s /bin/sh /opt/shell\n' },
  ],
  *check(context) {
    const anywhere = context.config.preset === 'hadolint';
    for (const run of runsOf(context))
      for (const command of run.commands) {
        const words = command.name === 'ln' ? plainArgs(command).map(({ value }) => value) : [];
        if (anywhere ? words.includes('/bin/sh') : words.length > 1 && words.at(-1) === '/bin/sh')
          yield {
            span: command.span,
            message: 'This gives every script of the image another /bin/sh: say SHELL instead',
            fix: fixOf(command, run, context),
          };
      }
  },
} as const satisfies Rule;

/** Only where the step does nothing else, and the shell is one that takes `-c`. */
function fixOf(command: ShellCommand, { at, commands }: Run, { dockerfile }: LintContext): Fix | null {
  const { instruction } = at;
  const isRest = (other: ShellCommand): boolean => other.name === 'rm' && plainArgs(other).every(({ value }) => value === '/bin/sh');
  const isAlone = commands.every((other) => other === command || isRest(other));
  const shell = /^(?:\/bin\/|\/usr\/bin\/)?(bash|dash|ash|zsh|ksh)$/.exec(plainArgs(command)[0]?.value ?? '');
  if (!isAlone || shell === null || (at.script()?.end ?? null) === null || instruction.flags.length + instruction.comments.length > 0)
    return null;
  const path = shell[0].startsWith('/') ? shell[0] : `/bin/${shell[0]}`;
  const { start, end } = instruction.keywordSpan;
  const keyword = dockerfile.text.slice(start, end) === 'run' ? 'shell' : 'SHELL';
  const edits = [{ start, end: instruction.argumentsSpan.end, text: `${keyword} ["${path}", "-c"]` }];
  return { title: `write SHELL ["${path}", "-c"]`, safety: 'unsafe', edits };
}

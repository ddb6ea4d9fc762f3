import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import { plainArgs } from '../shell/shell-command.ts';

export const preferShellInstruction = {
  id: 'prefer-shell-instruction',
  summary: 'RUN replaces /bin/sh by a link',
  why: 'Every script of the image that says /bin/sh gets another shell by this, those of packages that are configured later too. The SHELL instruction sets the shell of the steps that follow, and changes no file.',
  severity: 'warning',
  equivalents: ['hadolint:DL4005'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN rm /bin/sh \\\n && ln -s /bin/bash /bin/sh\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN ln -snf bash /bin/sh\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN ln -s /opt/a /usr/bin/a && echo /bin/sh\n' },
    { dockerfile: 'FROM debian:12\nRUN ln -s /bin/sh /opt/shell\n' },
  ],
  *check(context) {
    const anywhere = context.config.preset === 'hadolint';
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const words = command.name === 'ln' ? plainArgs(command).map(({ value }) => value) : [];
        if (anywhere ? words.includes('/bin/sh') : words.length > 1 && words.at(-1) === '/bin/sh')
          yield { span: command.span, message: 'This gives every script of the image another /bin/sh: say SHELL instead' };
      }
  },
} as const satisfies Rule;

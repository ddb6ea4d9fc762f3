import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

const POINTLESS: ReadonlySet<string> = new Set(['ssh', 'vim', 'shutdown', 'service', 'ps', 'free', 'top', 'kill', 'mount']);

export const noPointlessCommands = {
  id: 'no-pointless-commands',
  summary: 'RUN calls a program that makes no sense in a build',
  why: 'A build step has no services to start, no terminal to edit in and no machine to look after: what such a program does is gone when the step ends, and only its package stays. A service is started by CMD, a file changed by COPY or a script; what is to be mounted is said by RUN --mount.',
  severity: 'info',
  equivalents: ['hadolint:DL3001'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN echo a && \\\n    service nginx start\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN mount /dev/sda1 /mnt\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y vim ssh\n' },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=cache,target=/c echo top\n' },
  ],
  *check(context) {
    for (const { commands } of runsOf(context))
      for (const { name, span } of commands)
        if (POINTLESS.has(name)) yield { span, message: `${name} does nothing that stays: a build step is no running machine` };
  },
} as const satisfies Rule;

import { isGiven, readCall } from '../packages/call.ts';
import { WGET } from '../packages/downloads.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

const QUIET = ['q', 'quiet', 'no-verbose', 'o', 'output-file', 'a', 'append-output', 'progress'];
const NO_DOWNLOAD = ['V', 'version', 'h', 'help'];

export const quietWget = {
  id: 'quiet-wget',
  summary: 'wget draws its progress into the build log',
  why: 'Without a terminal wget writes a line for every few kilobytes, so that one archive fills the log and hides what went wrong. Say -nv (errors and names), -q (nothing), or --progress=dot:giga.',
  severity: 'info',
  equivalents: ['hadolint:DL3047'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN mkdir /a \\\n && wget -O /a/b https://example.com/b\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN wget https://example.com/b\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN wget -nv https://example.com/a && wget -qO- https://example.com/b\n' },
    { dockerfile: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a && wget --version\n' },
  ],
  *check(context) {
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const call = readCall(command, WGET);
        if (call === null || isGiven(call, ...QUIET, ...NO_DOWNLOAD) || command.args.some(({ value }) => value.startsWith('-nv'))) continue;
        yield { span: command.span, message: 'wget draws its progress into the log: add -nv, -q or --progress=dot:giga' };
      }
  },
} as const satisfies Rule;

import { APT_GET } from '../packages/apt.ts';
import { type Call, isGiven, readCall } from '../packages/call.ts';
import { insertAfter } from '../command-fixes.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

export const noAptRecommends = {
  id: 'no-apt-recommends',
  summary: 'apt-get installs what packages merely recommend',
  why: 'Recommended packages are meant for desktops: documentation, other back ends, compilers for plugins. They often are more than what was asked for, and each is something to patch. Add --no-install-recommends, and name those you do need.',
  severity: 'info',
  equivalents: ['hadolint:DL3015', 'trivy:DS-0029'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install -y curl=1\n',
      fixed: 'FROM debian:12\nRUN apt-get update \\\n && apt-get install --no-install-recommends -y curl=1\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN apt-get -y install curl=1\n',
      fixed: 'FROM debian:12\nONBUILD RUN apt-get -y install --no-install-recommends curl=1\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=1\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get -oAPT::Install-Recommends=0 install -y curl=1\n' },
  ],
  *check(context) {
    for (const run of runsOf(context))
      for (const command of run.commands) {
        const call = readCall(command, APT_GET);
        if (call?.verb === 'install' && !isWithout(call))
          yield {
            span: command.span,
            message: 'This takes in what the packages merely recommend: add --no-install-recommends',
            fix: insertAfter(call.verbWord, '--no-install-recommends', run, context, 'unsafe'),
          };
      }
  },
} as const satisfies Rule;

const OFF = /^APT::Install-Recommends=["']?(false|no|0|off|without|disable)\b/i;

function isWithout(call: Call): boolean {
  if (isGiven(call, 'no-install-recommends')) return true;
  return call.flags.some(({ name, value }) => (name === 'o' || name === 'option') && OFF.test(value ?? ''));
}

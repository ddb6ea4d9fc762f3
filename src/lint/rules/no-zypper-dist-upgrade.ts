import { readCall } from '../packages/call.ts';
import { ZYPPER } from '../packages/rpm-based.ts';
import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

export const noZypperDistUpgrade = {
  id: 'no-zypper-dist-upgrade',
  summary: 'RUN moves the whole distribution with zypper dist-upgrade',
  why: 'dist-upgrade replaces what the base brought: the layer holds each of those files a second time, and the base is no longer what its publisher tested. Build on a newer base instead, and install single fixes by name.',
  severity: 'warning',
  equivalents: ['hadolint:DL3035'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper refresh \\\n && zypper -n dup\n', lines: [3] },
    { dockerfile: 'FROM opensuse/leap:15.6\nONBUILD RUN zypper --non-interactive dist-upgrade\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n in dup=1\n' },
    { dockerfile: 'FROM opensuse/leap:15.6\nRUN zypper -n patch\n' },
  ],
  *check(context) {
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const verb = readCall(command, ZYPPER)?.verb;
        if (verb === 'dup' || verb === 'dist-upgrade')
          yield { span: command.span, message: `zypper ${verb} replaces what the base brought: build on a newer base` };
      }
  },
} as const satisfies Rule;

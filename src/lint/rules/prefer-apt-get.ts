import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

export const preferAptGet = {
  id: 'prefer-apt-get',
  summary: 'RUN calls apt, which is for people',
  why: 'apt itself warns that its command line may change from one release to the next: it is made for terminals. apt-get and apt-cache do the same and stay as they are.',
  severity: 'warning',
  equivalents: ['hadolint:DL3027'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN apt-get update \\\n && apt install -y curl=1\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN apt list\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nRUN apt-get install -y apt=1\n' }, { dockerfile: 'FROM debian:12\nRUN apt-cache policy apt\n' }],
  *check(context) {
    for (const { commands } of runsOf(context))
      for (const { name, span } of commands)
        if (name === 'apt') yield { span, message: 'apt is made for people and may change: use apt-get, or apt-cache' };
  },
} as const satisfies Rule;

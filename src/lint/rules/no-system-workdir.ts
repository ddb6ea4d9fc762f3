import type { Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

const OF_THE_SYSTEM = /^\/(proc|sys|dev|boot|bin|sbin|initrd|lost\+found)(\/|$)/;

export const noSystemWorkdir = {
  id: 'no-system-workdir',
  summary: 'WORKDIR is a directory of the kernel or the system',
  why: 'What a build writes under /proc, /sys or /dev is covered when the container starts, and under /bin or /boot it stands among what the system brought, to be overwritten with it. Put programs into a directory of their own: WORKDIR /srv/app.',
  severity: 'error',
  equivalents: ['trivy:DS-0030'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nWORKDIR /proc/self\nWORKDIR "/dev"\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nONBUILD WORKDIR /sys/\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nWORKDIR /process\nWORKDIR /srv/proc\n' },
    { dockerfile: 'FROM debian:12\nWORKDIR /\nWORKDIR $DIR\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions) {
      const path = unquote(instruction.arguments[0]?.text ?? '');
      if (keyword === 'WORKDIR' && OF_THE_SYSTEM.test(path))
        yield { span: instruction.argumentsSpan, message: `${path} is the system’s own: give the program a directory of its own` };
    }
  },
} as const satisfies Rule;

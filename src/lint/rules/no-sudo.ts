import type { Rule } from '../rule.ts';

export const noSudo = {
  id: 'no-sudo',
  summary: 'RUN calls sudo',
  why: 'A build runs as root until USER says otherwise, so that sudo does nothing but add a setuid program, a log and a terminal where there is none. Say USER root before what needs it, and the user’s name after; to give up rights in a script, gosu or setpriv pass signals on.',
  severity: 'error',
  equivalents: ['hadolint:DL3004', 'trivy:DS-0010', 'dockle:DKL-DI-0001'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN sudo apt-get update\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN a && sudo b\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nRUN apt-get install -y sudo=1\n' }],
  *check({ instructions }) {
    for (const { keyword, script } of instructions)
      if (keyword === 'RUN')
        for (const { name, span } of script()?.commands ?? [])
          if (name === 'sudo') yield { span, message: 'sudo in a build does nothing but harm: it runs as root, or should say USER' };
  },
} as const satisfies Rule;

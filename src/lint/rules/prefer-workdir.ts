import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

export const preferWorkdir = {
  id: 'prefer-workdir',
  summary: 'RUN changes the folder with cd',
  why: 'Each RUN begins in the folder that WORKDIR names, so that a cd holds to the end of its step only, and a reader has to follow it through the line. Say WORKDIR before the step: it makes the folder, costs no bytes, and holds for what follows. Many programs take a folder themselves: make -C, git -C, tar -C.',
  severity: 'warning',
  equivalents: ['hadolint:DL3003', 'trivy:DS-0013'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN cd /src && make\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN (cd /src; make)\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nWORKDIR /src\nRUN make\n' }, { dockerfile: 'FROM debian:12\nRUN echo cd /src\n' }],
  *check(context) {
    for (const { commands } of runsOf(context)) {
      const first = commands.find(({ name }) => name === 'cd');
      if (first !== undefined) yield { span: first.span, message: 'cd holds for this step only: say WORKDIR before it' };
    }
  },
} as const satisfies Rule;

import type { Rule } from '../rule.ts';

const NOT_TRIGGERED: ReadonlySet<string> = new Set(['FROM', 'MAINTAINER', 'ONBUILD']);

export const noInvalidOnbuild = {
  id: 'no-invalid-onbuild',
  summary: 'ONBUILD triggers FROM, MAINTAINER or ONBUILD',
  why: 'What ONBUILD says is run in the build that stands on this image, after its FROM; another FROM, a MAINTAINER or a further ONBUILD can’t be run there, and builders refuse them. Put the instruction into the Dockerfile that builds on this image.',
  severity: 'error',
  equivalents: ['hadolint:DL3043'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nONBUILD FROM debian:11\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD ONBUILD RUN a\nonbuild maintainer me\n', lines: [2, 3] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nONBUILD RUN echo FROM\n' },
    { dockerfile: 'FROM debian:12\nONBUILD COPY . /srv\nONBUILD LABEL maintainer=me\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction, isOnBuild } of instructions)
      if (isOnBuild && NOT_TRIGGERED.has(keyword)) yield { span: instruction.span, message: `ONBUILD can’t trigger ${keyword}` };
  },
} as const satisfies Rule;

import type { Rule } from '../rule.ts';

export const noMaintainer = {
  id: 'no-maintainer',
  summary: 'MAINTAINER is used',
  why: 'MAINTAINER is deprecated since Docker 1.13, holds one name and can be seen with few tools. Write a label, which all of them read: LABEL org.opencontainers.image.authors="name@example.org".',
  severity: 'error',
  equivalents: ['hadolint:DL4000', 'buildkit:MaintainerDeprecated', 'trivy:DS-0022'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nMAINTAINER me@example.org\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nRUN a\nmaintainer Me\n', lines: [3] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL org.opencontainers.image.authors="me@example.org"\n' },
    { dockerfile: 'FROM debian:12\n# MAINTAINER me\nLABEL maintainer=me\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction, isOnBuild } of instructions)
      if (keyword === 'MAINTAINER' && !isOnBuild)
        yield { span: instruction.span, message: 'MAINTAINER is deprecated: write LABEL org.opencontainers.image.authors' };
  },
} as const satisfies Rule;

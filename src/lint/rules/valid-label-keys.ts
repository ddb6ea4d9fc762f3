import { labelsIn } from '../labels.ts';
import type { Rule } from '../rule.ts';

const RESERVED = ['com.docker.', 'io.docker.', 'org.dockerproject.'];

export const validLabelKeys = {
  id: 'valid-label-keys',
  summary: 'the name of a label is not as Docker asks',
  why: 'Names of labels are of lower-case letters, digits, single dots and single hyphens, and begin with a letter; those under com.docker, io.docker and org.dockerproject are Docker’s own. Others can’t be filtered for everywhere. Put your domain before the name, back to front: org.example.build.',
  severity: 'style',
  equivalents: ['hadolint:DL3048'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL good=1 \\\n  1bad=2 \\\n  -bad=3 \\\n  bad--er=4 \\\n  bad_est=5\n', lines: [3, 4, 5, 6] },
    { dockerfile: 'FROM debian:12\nLABEL com.docker.a=b\nONBUILD LABEL "b.c."=d\n', lines: [2, 3] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL org.opencontainers.image.base-name=a b2="c" "x.y"=z\n' },
    { dockerfile: 'FROM debian:12\nLABEL com.dockerish.a=b maintainer me\n' },
  ],
  *check({ instructions }) {
    for (const { name, span } of labelsIn(instructions)) {
      if (RESERVED.some((prefix) => name.startsWith(prefix)))
        yield { span, message: `${name} is in a space of names that Docker keeps for itself` };
      else if (!/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(name))
        yield { span, message: `"${name}" is no good name: lower-case letters, digits, single dots and hyphens, a letter first` };
    }
  },
} as const satisfies Rule;

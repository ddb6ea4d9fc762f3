import { readFrom } from '../../dockerfile/read-from.ts';
import type { Rule } from '../rule.ts';

export const lowercaseStageName = {
  id: 'lowercase-stage-name',
  summary: 'the name of a stage has capitals',
  why: 'Builders keep names of stages in lower case, so that Build and build are one stage, while FROM Build is no name of a stage and no image either. Write names in lower case, and so where they are used.',
  severity: 'style',
  equivalents: ['buildkit:StageNameCasing'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS Build\n', lines: [1] },
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS buildX\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12 AS build-1\n' }, { dockerfile: 'from debian:12 as build\nFROM debian:12\n' }],
  *check({ stages }) {
    for (const { from } of stages) {
      const { name } = readFrom(from);
      if (name !== null && name.text !== name.text.toLowerCase())
        yield { span: name.span, message: `builders call this stage "${name.text.toLowerCase()}": write it so` };
    }
  },
} as const satisfies Rule;

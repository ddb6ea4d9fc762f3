import { readFrom } from '../../dockerfile/read-from.ts';
import type { Fix } from '../../model/lint-report.ts';
import type { Rule } from '../rule.ts';

export const lowercaseStageName = {
  id: 'lowercase-stage-name',
  summary: 'the name of a stage has capitals',
  why: 'Builders keep names of stages in lower case, so that Build and build are one stage, while FROM Build is no name of a stage and no image either. Write names in lower case, and so where they are used.',
  severity: 'style',
  equivalents: ['buildkit:StageNameCasing'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS Build\n', fixed: 'FROM debian:12 AS build\n', lines: [1] },
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS buildX\n', fixed: 'FROM debian:12 AS a\nFROM debian:12 AS buildx\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12 AS build-1\n' }, { dockerfile: 'from debian:12 as build\nFROM debian:12\n' }],
  *check({ stages }) {
    for (const { from } of stages) {
      const { name } = readFrom(from);
      const wanted = name?.text.toLowerCase() ?? '';
      if (name === null || name.text === wanted) continue;
      // Where it is used, capitals make no difference: it is this name that builders keep already.
      const fix: Fix = { title: `write ${wanted}`, safety: 'safe', edits: [{ ...name.span, text: wanted }] };
      yield { span: name.span, message: `builders call this stage "${wanted}": write it so`, fix };
    }
  },
} as const satisfies Rule;

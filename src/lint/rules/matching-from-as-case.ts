import { readFrom } from '../../dockerfile/read-from.ts';
import type { Rule } from '../rule.ts';

export const matchingFromAsCase = {
  id: 'matching-from-as-case',
  summary: 'FROM and AS are not written alike',
  why: 'Capitals make no difference to builders, but keywords stand out from names only where they are written alike. Write FROM and AS, or from and as.',
  severity: 'style',
  equivalents: ['buildkit:FromAsCasing'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 as a\n', fixed: 'FROM debian:12 AS a\n', lines: [1] },
    { dockerfile: 'from debian:12 AS a\nfrom debian:12 As b\n', fixed: 'from debian:12 as a\nfrom debian:12 as b\n', lines: [1, 2] },
  ],
  good: [{ dockerfile: 'FROM debian:12 AS a\nfrom debian:12 as b\nFROM debian:12\n' }, { dockerfile: 'From debian:12 as a\n' }],
  *check({ stages, dockerfile }) {
    for (const { from } of stages) {
      const as = from.arguments[1];
      if (as === undefined || readFrom(from).name === null) continue;
      const keyword = dockerfile.text.slice(from.keywordSpan.start, from.keywordSpan.end);
      const wanted = keyword === keyword.toUpperCase() ? 'AS' : keyword === keyword.toLowerCase() ? 'as' : null;
      if (wanted === null || as.text === wanted) continue;
      const message = `${as.text} stands beside ${keyword}: write ${wanted}`;
      yield { span: as.span, message, fix: { title: `write ${wanted}`, safety: 'safe', edits: [{ ...as.span, text: wanted }] } };
    }
  },
} as const satisfies Rule;

import type { Rule } from '../rule.ts';

export const consistentInstructionCase = {
  id: 'consistent-instruction-case',
  summary: 'an instruction is written in other capitals than most',
  why: 'Capitals make no difference to builders, but to readers, who find instructions by their look. Write all of them alike, best in capitals, as everybody does.',
  severity: 'style',
  equivalents: ['buildkit:ConsistentInstructionCasing'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nrun a\nRUN b\nCopy a b\n', fixed: 'FROM debian:12\nRUN a\nRUN b\nCOPY a b\n', lines: [2, 4] },
    { dockerfile: 'from debian:12\nrun a\nRUN b\n', fixed: 'from debian:12\nrun a\nrun b\n', lines: [3] },
  ],
  good: [{ dockerfile: 'from debian:12\nrun a\n' }, { dockerfile: 'FROM debian:12\nRUN a\nONBUILD run b\n' }],
  *check({ dockerfile }) {
    const written = dockerfile.instructions.map(({ keywordSpan: span }) => ({ span, word: dockerfile.text.slice(span.start, span.end) }));
    const upper = written.filter(({ word }) => word === word.toUpperCase()).length;
    const lower = written.filter(({ word }) => word === word.toLowerCase()).length;
    for (const { span, word } of written) {
      const wanted = lower > upper ? word.toLowerCase() : word.toUpperCase();
      if (word === wanted) continue;
      const message = `most instructions of this file are in ${lower > upper ? 'lower case' : 'capitals'}: write ${wanted}`;
      yield { span, message, fix: { title: `write ${wanted}`, safety: 'safe', edits: [{ ...span, text: wanted }] } };
    }
  },
} as const satisfies Rule;

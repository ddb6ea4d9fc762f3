import type { Rule } from '../rule.ts';

export const fromFirst = {
  id: 'from-first',
  summary: 'an instruction other than ARG stands before the first FROM',
  why: 'A build begins with FROM; before it only ARG, directives and comments may stand, and builders refuse anything else. Move the instruction below the FROM whose stage it is for.',
  severity: 'error',
  equivalents: ['hadolint:DL3061'],
  recommended: true,
  bad: [
    { dockerfile: 'LABEL a=b\nENV a=b\nFROM debian:12\n', lines: [1, 2] },
    { dockerfile: 'ARG a=b\nRUN c\nFROM debian:12\n', lines: [2] },
  ],
  good: [
    { dockerfile: '# syntax=docker/dockerfile:1\n# a comment\n\nARG a=12\nFROM debian:$a\nRUN b\n' },
    { dockerfile: 'FROM debian:12\nONBUILD RUN b\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction, stage } of instructions)
      if (stage < 0 && keyword !== 'ARG' && keyword !== 'FROM')
        yield { span: instruction.span, message: `${keyword} stands before the first FROM, where only ARG may stand` };
  },
} as const satisfies Rule;

import type { Rule } from '../rule.ts';

export const keyEqualsValue = {
  id: 'key-equals-value',
  summary: 'ENV or LABEL is written without =',
  why: 'The old form ENV name value takes all of the line as one value: ENV A 1 B=2 sets A to "1 B=2". It is deprecated. Write name=value, in quotes where the value has spaces.',
  severity: 'warning',
  equivalents: ['buildkit:LegacyKeyValueFormat'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nENV A 1 B=2\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nLABEL maintainer me\nONBUILD ENV A b\n', lines: [2, 3] },
  ],
  good: [{ dockerfile: 'FROM debian:12\nENV A=1 B="2 3"\nLABEL maintainer=me\n' }, { dockerfile: 'FROM debian:12\nARG A\nENV A=\n' }],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions)
      for (const { separator, name, span } of keyword === 'ENV' || keyword === 'LABEL' ? instruction.pairs : [])
        if (separator === ' ') yield { span, message: `${keyword} ${name.text} is written in the old form: write ${name.text}=…` };
  },
} as const satisfies Rule;

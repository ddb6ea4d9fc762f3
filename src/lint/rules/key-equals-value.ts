import type { Fix } from '../../model/lint-report.ts';
import type { Dockerfile, Instruction } from '../../dockerfile/dockerfile.ts';
import type { Rule } from '../rule.ts';

export const keyEqualsValue = {
  id: 'key-equals-value',
  summary: 'ENV or LABEL is written without =',
  why: 'The old form ENV name value takes all of the line as one value: ENV A 1 B=2 sets A to "1 B=2". It is deprecated. Write name=value, in quotes where the value has spaces.',
  severity: 'warning',
  equivalents: ['buildkit:LegacyKeyValueFormat'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nENV A 1 B=2\n', fixed: 'FROM debian:12\nENV A="1 B=2"\n', lines: [2] },
    {
      dockerfile: 'FROM debian:12\nLABEL maintainer me\nONBUILD ENV A b\n',
      fixed: 'FROM debian:12\nLABEL maintainer=me\nONBUILD ENV A=b\n',
      lines: [2, 3],
    },
    {
      dockerfile: 'FROM debian:12\nENV A \\\n  $B c\nENV D "e f"\nENV G h\\ i\n',
      fixed: 'FROM debian:12\nENV A="$B c"\nENV D="e f"\nENV G h\\ i\n',
      lines: [2, 4, 5],
    },
  ],
  good: [{ dockerfile: 'FROM debian:12\nENV A=1 B="2 3"\nLABEL maintainer=me\n' }, { dockerfile: 'FROM debian:12\nARG A\nENV A=\n' }],
  *check({ instructions, dockerfile }) {
    for (const { keyword, instruction } of instructions)
      for (const { separator, name, span } of keyword === 'ENV' || keyword === 'LABEL' ? instruction.pairs : [])
        if (separator === ' ') {
          const message = `${keyword} ${name.text} is written in the old form: write ${name.text}=…`;
          yield { span, message, fix: fixOf(instruction, dockerfile) };
        }
  },
} as const satisfies Rule;

/** Nothing where a comment would be lost, or some of the value is quoted or escaped and not all of it. */
function fixOf({ pairs, comments }: Instruction, { escape }: Dockerfile): Fix | null {
  const { name, value } = pairs[0] ?? { name: null, value: null };
  if (name === null || value === null || comments.length > 0 || /["'\\`=]/.test(name.text)) return null;
  const text = writeValue(value.text, escape);
  if (text === null) return null;
  return { title: `write ${name.text}=…`, safety: 'safe', edits: [{ start: name.span.end, end: value.span.end, text: `=${text}` }] };
}

/** The value as a word of the new form that is expanded to the same. */
function writeValue(text: string, escape: string): string | null {
  if (text.includes(escape)) return null;
  if (/^"[^"]*"$|^'[^']*'$/.test(text)) return text;
  if (/["']/.test(text)) return null;
  return /\s/.test(text) ? `"${text}"` : text;
}

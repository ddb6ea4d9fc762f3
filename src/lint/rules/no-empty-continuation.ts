import type { Rule } from '../rule.ts';

export const noEmptyContinuation = {
  id: 'no-empty-continuation',
  summary: 'an empty line stands inside an instruction',
  why: 'After a backslash the next line goes on with the instruction, and an empty one in between is passed over, with a warning that it will be an error one day. Most often a line was taken out there, or the backslash is one too many. Take out the empty line; a comment may stand there.',
  severity: 'warning',
  equivalents: ['buildkit:NoEmptyContinuation'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN a && \\\n\n  b\n', fixed: 'FROM debian:12\nRUN a && \\\n  b\n', lines: [3] },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN a && \\\n# note\n  \n\n  b\nCOPY a \\\n\n b\n',
      fixed: 'FROM debian:12\nONBUILD RUN a && \\\n# note\n  b\nCOPY a \\\n b\n',
      lines: [4, 8],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN a && \\\n  # note\n  b\n\nRUN c\n' },
    { dockerfile: 'FROM debian:12\nRUN <<EOF\na\n\nb\nEOF\n' },
  ],
  *check({ dockerfile }) {
    for (const { emptyLines } of dockerfile.instructions) {
      const [first] = emptyLines;
      if (first === undefined) continue;
      const edits = emptyLines.map(({ start, end }) => ({ start, end: afterLine(dockerfile.text, end), text: '' }));
      const message = 'an empty line stands inside an instruction: take it out, or the backslash before it';
      yield { span: first, message, fix: { title: 'take out the empty lines', safety: 'safe', edits } };
    }
  },
} as const satisfies Rule;

function afterLine(text: string, end: number): number {
  const newline = text.indexOf('\n', end);
  return newline < 0 ? text.length : newline + 1;
}

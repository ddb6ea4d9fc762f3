import type { Rule } from '../rule.ts';

export const noEmptyContinuation = {
  id: 'no-empty-continuation',
  summary: 'an empty line stands inside an instruction',
  why: 'After a backslash the next line goes on with the instruction, and an empty one in between is passed over, with a warning that it will be an error one day. Most often a line was taken out there, or the backslash is one too many. Take out the empty line; a comment may stand there.',
  severity: 'warning',
  equivalents: ['buildkit:NoEmptyContinuation'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN a && \\\n\n  b\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN a && \\\n# note\n  \n\n  b\nCOPY a \\\n\n b\n', lines: [4, 8] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN a && \\\n  # note\n  b\n\nRUN c\n' },
    { dockerfile: 'FROM debian:12\nRUN <<EOF\na\n\nb\nEOF\n' },
  ],
  *check({ dockerfile }) {
    for (const { emptyLines } of dockerfile.instructions) {
      const [first] = emptyLines;
      if (first !== undefined)
        yield { span: first, message: 'an empty line stands inside an instruction: take it out, or the backslash before it' };
    }
  },
} as const satisfies Rule;

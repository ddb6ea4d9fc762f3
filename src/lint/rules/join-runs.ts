import type { Fix } from '../../model/lint-report.ts';
import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Rule } from '../rule.ts';

export const joinRuns = {
  id: 'join-runs',
  summary: 'Steps of one command each follow each other',
  why: 'Every RUN is a layer: what one of them writes and the next removes stays in the image, and each is a step to pull and unpack. Join them with && or in a heredoc (RUN <<EOF). Steps that chain commands already are taken for a choice, as are those with other mounts.',
  severity: 'info',
  equivalents: ['hadolint:DL3059'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN a\n# and then\nRUN b\nRUN ["c"]\n',
      fixed: 'FROM debian:12\nRUN a \\\n# and then\n && b\nRUN ["c"]\n',
      lines: [4, 5],
    },
    {
      dockerfile: 'FROM debian:12\nRUN --network=none a\nRUN --network=none b\n',
      fixed: 'FROM debian:12\nRUN --network=none a \\\n && b\n',
      lines: [3],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN a\nWORKDIR /b\nRUN c\n' },
    { dockerfile: 'FROM debian:12\nRUN a && b\nRUN c\nRUN --network=none d\n' },
    { dockerfile: 'FROM debian:12\nRUN a\nONBUILD RUN b\nRUN c\n' },
  ],
  *check({ instructions, dockerfile }) {
    let before: LintInstruction | undefined;
    let single = false;
    for (const at of instructions) {
      const isSingle = isOneCommand(at);
      const isNext = before?.keyword === 'RUN' && before.isOnBuild === at.isOnBuild && flagsOf(before) === flagsOf(at);
      if (before !== undefined && single && isSingle && isNext) {
        const message = 'This step and the one before are a command each: join them in one RUN';
        yield { span: at.instruction.span, message, fix: fixOf(before, at, dockerfile) };
      }
      [before, single] = [at, isSingle];
    }
  },
} as const satisfies Rule;

/** What holds for the rest of a script, and so for the next step too if it is joined. */
const LASTING: ReadonlySet<string> = new Set([
  '',
  '.',
  'cd',
  'exec',
  'exit',
  'export',
  'pushd',
  'set',
  'shopt',
  'source',
  'trap',
  'ulimit',
  'umask',
  'unset',
]);

function fixOf(before: LintInstruction, at: LintInstruction, { text, escape }: LintContext['dockerfile']): Fix | null {
  const [first, second] = [before.script(), at.script()];
  const end = first?.end ?? null;
  if (end === null || (second?.end ?? null) === null || at.isOnBuild || LASTING.has(first?.commands[0]?.name ?? '')) return null;
  const between = text.slice(before.instruction.span.end, at.instruction.span.start);
  // A comment that says what to ignore is about the step that follows it.
  if (/ignore|disable/i.test(between)) return null;
  const newline = between.includes('\r\n') ? '\r\n' : '\n';
  const comments = between
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd() + newline);
  const edits = [{ start: end, end: at.instruction.argumentsSpan.start, text: ` ${escape}${newline}${comments.join('')} && ` }];
  return { title: 'join it with the step before', safety: 'unsafe', edits };
}

function isOneCommand({ keyword, script }: LintInstruction): boolean {
  return keyword === 'RUN' && script()?.commands.length === 1;
}

function flagsOf({ instruction }: LintInstruction): string {
  return instruction.flags
    .map(({ name, value }) => `${name}=${value ?? ''}`)
    .toSorted()
    .join(' ');
}

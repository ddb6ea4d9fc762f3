import type { LintInstruction } from '../instructions.ts';
import type { Rule } from '../rule.ts';

export const joinRuns = {
  id: 'join-runs',
  summary: 'Steps of one command each follow each other',
  why: 'Every RUN is a layer: what one of them writes and the next removes stays in the image, and each is a step to pull and unpack. Join them with && or in a heredoc (RUN <<EOF). Steps that chain commands already are taken for a choice, as are those with other mounts.',
  severity: 'info',
  equivalents: ['hadolint:DL3059'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN a\n# and then\nRUN b\nRUN ["c"]\n', lines: [4, 5] },
    { dockerfile: 'FROM debian:12\nRUN --network=none a\nRUN --network=none b\n', lines: [3] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN a\nWORKDIR /b\nRUN c\n' },
    { dockerfile: 'FROM debian:12\nRUN a && b\nRUN c\nRUN --network=none d\n' },
    { dockerfile: 'FROM debian:12\nRUN a\nONBUILD RUN b\nRUN c\n' },
  ],
  *check({ instructions }) {
    let before: LintInstruction | undefined;
    let single = false;
    for (const at of instructions) {
      const isSingle = isOneCommand(at);
      const isNext = before?.keyword === 'RUN' && before.isOnBuild === at.isOnBuild && flagsOf(before) === flagsOf(at);
      if (single && isSingle && isNext)
        yield { span: at.instruction.span, message: 'This step and the one before are a command each: join them in one RUN' };
      [before, single] = [at, isSingle];
    }
  },
} as const satisfies Rule;

function isOneCommand({ keyword, script }: LintInstruction): boolean {
  return keyword === 'RUN' && script()?.commands.length === 1;
}

function flagsOf({ instruction }: LintInstruction): string {
  return instruction.flags
    .map(({ name, value }) => `${name}=${value ?? ''}`)
    .toSorted()
    .join(' ');
}

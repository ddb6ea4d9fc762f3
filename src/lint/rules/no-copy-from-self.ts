import { readCopied } from '../copied.ts';
import type { Rule } from '../rule.ts';

export const noCopyFromSelf = {
  id: 'no-copy-from-self',
  summary: 'COPY --from names its own stage',
  why: 'A stage is not there to be copied from until it is built. Builders refuse it, or take an image that happens to bear the name. Name another stage; within one, RUN cp does it.',
  severity: 'error',
  equivalents: ['hadolint:DL3023', 'trivy:DS-0006'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS build\nCOPY --from=build /a /b\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS Build\nCOPY --from=build /a /b\nCOPY --from=1 /a /b\n', lines: [3, 4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS b\nCOPY --from=a /a /b\nCOPY --from=0 /a /b\nCOPY b a\n' },
    { dockerfile: 'FROM debian:12 AS a\nONBUILD COPY --from=a /a /b\n' },
  ],
  *check({ instructions, stages }) {
    for (const { keyword, instruction, stage, isOnBuild } of instructions) {
      if (keyword !== 'COPY' || isOnBuild || stage < 0) continue;
      const from = readCopied(instruction).from?.toLowerCase();
      if (from === undefined || (from !== stages[stage]?.name && from !== String(stage))) continue;
      yield { span: instruction.span, message: `"${from}" is the stage that this COPY is in, and can’t be copied from before it is built` };
    }
  },
} as const satisfies Rule;

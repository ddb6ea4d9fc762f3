import { readCopied } from '../copied.ts';
import { namesEarlierStage } from '../earlier-stages.ts';
import type { Rule } from '../rule.ts';

export const copyFromKnownStage = {
  id: 'copy-from-known-stage',
  summary: 'COPY --from names no stage before it',
  why: 'A name that is no stage is taken for an image, and pulled from wherever such an image may be: after a slip in a name, files come from a stranger. Name a stage that is above, or write the image with its tag or digest, so that it can be seen to be one.',
  severity: 'warning',
  equivalents: ['hadolint:DL3022'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=biuld /a /a\nCOPY --from=1 /a /a\n', lines: [3, 4] },
    { dockerfile: 'FROM debian:12\nONBUILD COPY --from=later /a /a\nFROM debian:12 AS later\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS build\nFROM debian:12\nCOPY --from=BUILD /a /a\nCOPY --from=0 /a /a\nCOPY b /b\n' },
    { dockerfile: 'FROM debian:12\nCOPY --from=busybox:1.36 /bin/busybox /b\n' },
  ],
  *check({ instructions, stages }) {
    for (const { keyword, instruction, stage } of instructions) {
      const { from } = readCopied(instruction);
      if (keyword !== 'COPY' || from === null || from.includes(':') || namesEarlierStage(from, stage, stages)) continue;
      yield {
        span: instruction.span,
        message: `no stage before this is "${from}", which is then an image of that name: name a stage, or the image with its tag`,
      };
    }
  },
} as const satisfies Rule;

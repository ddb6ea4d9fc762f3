import type { Rule } from '../rule.ts';
import { lastInStages } from '../stages.ts';

export const execForm = {
  id: 'exec-form',
  summary: 'CMD or ENTRYPOINT is written as text, so that a shell runs it',
  why: 'A text is run by /bin/sh -c, which becomes the first process, does not pass signals on, and has to be in the image: docker stop then waits and kills. Write a JSON array: CMD ["nginx", "-g", "daemon off;"]. Where a SHELL is set it is meant, and nothing is told, nor of HEALTHCHECK, whose shell harms nobody; hadolint’s preset tells both.',
  severity: 'warning',
  equivalents: ['hadolint:DL3025', 'buildkit:JSONArgsRecommended'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCMD nginx -g "daemon off;"\n', lines: [2] },
    { dockerfile: "FROM debian:12\nENTRYPOINT ['nginx']\nONBUILD CMD a\n", lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nCMD a\nHEALTHCHECK CMD b\n', lines: [3, 4], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nENTRYPOINT ["/entry"]\nCMD [ "a", \\\n  "b" ]\nHEALTHCHECK CMD a\n' },
    { dockerfile: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD b\n' },
    { dockerfile: 'FROM debian:12\nHEALTHCHECK NONE\nHEALTHCHECK --interval=3s CMD ["a"]\n', config: { preset: 'hadolint' } },
  ],
  *check(context) {
    const shells = lastInStages(context, 'SHELL');
    const isHadolint = context.config.preset === 'hadolint';
    for (const { keyword, instruction, stage } of context.instructions) {
      if (instruction.form === 'exec' || instruction.arguments.length === 0) continue;
      const isCheck = keyword === 'HEALTHCHECK' && isHadolint && instruction.arguments[0]?.text.toUpperCase() === 'CMD';
      const isStart = (keyword === 'CMD' || keyword === 'ENTRYPOINT') && (isHadolint || !shells.has(stage));
      if (isCheck || isStart)
        yield { span: instruction.span, message: `${keyword} is run by a shell, which does not pass signals on: write a JSON array` };
    }
  },
} as const satisfies Rule;

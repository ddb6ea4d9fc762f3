import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Rule } from '../rule.ts';
import { finalStage, lastInStages } from '../stages.ts';
import { unquote } from '../unquote.ts';

export const noRootUser = {
  id: 'no-root-user',
  summary: 'the last USER is root',
  why: 'Who gets into a process that runs as root is root in the container, and one hole in the kernel away from being root outside. Switch to root for what needs it, and back before the end; best to a number, USER 10001. Hadolint tells every stage that ends as root, and so does its preset; elsewhere only the stage that is the image counts.',
  severity: 'warning',
  equivalents: ['hadolint:DL3002', 'trivy:DS-0002', 'dockle:CIS-DI-0001'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nUSER app\nUSER root\nRUN id\n', lines: [3] },
    { dockerfile: 'FROM debian:12 AS a\nUSER 0:0\nFROM a\nRUN id\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nUSER root\nFROM debian:12\nUSER app\n', lines: [2], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nUSER root\nRUN id\nUSER app\n' },
    { dockerfile: 'FROM debian:12 AS a\nUSER root\nFROM debian:12\nUSER rooty\n' },
    { dockerfile: 'FROM debian:12\nUSER app\nONBUILD USER root\n' },
  ],
  *check(context) {
    for (const { instruction } of usersOf(context)) {
      const user = unquote(instruction.arguments[0]?.text ?? '').split(':')[0] ?? '';
      if (user === 'root' || user === '0')
        yield { span: instruction.span, message: `the last USER is ${user}: what runs in the container is root` };
    }
  },
} as const satisfies Rule;

function usersOf(context: LintContext): readonly LintInstruction[] {
  if (context.config.preset !== 'hadolint')
    return [lastInStages(context, 'USER').get(finalStage(context))].filter((one) => one !== undefined);
  const users = context.instructions.filter(({ keyword, isOnBuild }) => keyword === 'USER' && !isOnBuild);
  return users.filter(({ stage }, at) => users[at + 1]?.stage !== stage);
}

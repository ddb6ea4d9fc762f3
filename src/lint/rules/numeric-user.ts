import type { Rule } from '../rule.ts';
import { finalStage, lastInStages } from '../stages.ts';
import { unquote } from '../unquote.ts';

export const numericUser = {
  id: 'numeric-user',
  summary: 'the last USER is a name, not a number',
  why: 'A name means something only to the /etc/passwd inside the image. Kubernetes can’t tell that a name is not root, and refuses to start it with runAsNonRoot; file owners on volumes are numbers too. Create the user with a fixed number, and write that: USER 10001.',
  severity: 'info',
  equivalents: ['hadolint:DL3066'],
  recommended: false,
  bad: [
    { dockerfile: 'FROM debian:12\nUSER app\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nUSER app:app\nFROM a\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nUSER app\nUSER 10001:10001\n' },
    { dockerfile: 'FROM debian:12 AS a\nUSER app\nFROM debian:12\nUSER "10001"\n' },
    { dockerfile: 'FROM debian:12\nARG uid=10001\nUSER $uid\n' },
  ],
  *check(context) {
    const last = lastInStages(context, 'USER').get(finalStage(context));
    if (last === undefined) return;
    const user = unquote(
      last.instruction.argumentsSpan.start < last.instruction.argumentsSpan.end ? (last.instruction.arguments[0]?.text ?? '') : '',
    );
    if (user === '' || user.includes('$') || /^\d+(:|$)/.test(user)) return;
    yield { span: last.instruction.argumentsSpan, message: `USER ${user} is a name that only the image knows: write its number` };
  },
} as const satisfies Rule;

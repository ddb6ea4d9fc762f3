import type { Rule } from '../rule.ts';
import { overridden } from '../stages.ts';

export const oneEntrypoint = {
  id: 'one-entrypoint',
  summary: 'a stage has several ENTRYPOINTs',
  why: 'Only the last ENTRYPOINT of a stage holds: a container starts one program. Those before it are never run. Keep the one that is meant; several services belong into several images.',
  severity: 'error',
  equivalents: ['hadolint:DL4004', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0007'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nENTRYPOINT ["/a"]\nRUN b\nENTRYPOINT ["/b"]\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nENTRYPOINT ["/a"]\nFROM a\nENTRYPOINT /b\nENTRYPOINT ["/c"]\nENTRYPOINT /d\n', lines: [4, 5] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nENTRYPOINT ["/a"]\nFROM a\nENTRYPOINT ["/b"]\n' },
    { dockerfile: 'FROM debian:12\nENTRYPOINT ["/a"]\nONBUILD ENTRYPOINT ["/b"]\n' },
  ],
  *check(context) {
    for (const { instruction } of overridden(context, 'ENTRYPOINT'))
      yield { span: instruction.span, message: 'a later ENTRYPOINT of this stage takes the place of this one' };
  },
} as const satisfies Rule;

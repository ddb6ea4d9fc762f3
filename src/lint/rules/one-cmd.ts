import type { Rule } from '../rule.ts';
import { overridden } from '../stages.ts';

export const oneCmd = {
  id: 'one-cmd',
  summary: 'a stage has several CMDs',
  why: 'Only the last CMD of a stage holds: a container starts one program. Those before it are never run, whatever they say. Keep the one that is meant; what is to happen first belongs into the ENTRYPOINT.',
  severity: 'warning',
  equivalents: ['hadolint:DL4003', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0016'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCMD ["/a"]\nRUN b\nCMD ["/b"]\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nCMD ["/a"]\nFROM a\nCMD /b\nCMD ["/c"]\nCMD /d\n', lines: [4, 5] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nCMD ["/a"]\nFROM a\nCMD ["/b"]\n' },
    { dockerfile: 'FROM debian:12\nCMD ["/a"]\nONBUILD CMD ["/b"]\n' },
  ],
  *check(context) {
    for (const { instruction } of overridden(context, 'CMD'))
      yield { span: instruction.span, message: 'a later CMD of this stage takes the place of this one' };
  },
} as const satisfies Rule;

import type { Rule } from '../rule.ts';
import { overridden } from '../stages.ts';

export const oneHealthcheck = {
  id: 'one-healthcheck',
  summary: 'a stage has several HEALTHCHECKs',
  why: 'Only the last HEALTHCHECK of a stage holds; those before it say what is not checked. Keep the one that is meant, and let it call all that is to be asked.',
  severity: 'error',
  equivalents: ['hadolint:DL3012', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0023'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nHEALTHCHECK CMD ["/a"]\nHEALTHCHECK NONE\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nHEALTHCHECK CMD ["/a"]\nRUN b\nHEALTHCHECK CMD ["/b"]\nHEALTHCHECK CMD ["/c"]\n', lines: [2, 4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nHEALTHCHECK CMD ["/a"]\nFROM a\nHEALTHCHECK NONE\n' },
    { dockerfile: 'FROM debian:12\nHEALTHCHECK CMD ["/a"]\nONBUILD HEALTHCHECK NONE\n' },
  ],
  *check(context) {
    for (const { instruction } of overridden(context, 'HEALTHCHECK'))
      yield { span: instruction.span, message: 'a later HEALTHCHECK of this stage takes the place of this one' };
  },
} as const satisfies Rule;

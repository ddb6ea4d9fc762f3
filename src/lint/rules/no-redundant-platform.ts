import { readFrom } from '../../dockerfile/read-from.ts';
import type { Fix } from '../../model/lint-report.ts';
import type { Rule } from '../rule.ts';

export const noRedundantPlatform = {
  id: 'no-redundant-platform',
  summary: 'FROM --platform says what holds anyway',
  why: 'The platform of a stage is $TARGETPLATFORM unless something else is said. Saying it makes readers look for a reason that is not there. Leave the flag out.',
  severity: 'warning',
  equivalents: ['hadolint:DL3065', 'buildkit:RedundantTargetPlatform'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM --platform=$TARGETPLATFORM debian:12\n', fixed: 'FROM debian:12\n', lines: [1] },
    {
      dockerfile: 'FROM debian:12\nFROM --platform="${TARGETPLATFORM}" debian:12 AS a\n',
      fixed: 'FROM debian:12\nFROM debian:12 AS a\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM --platform=$BUILDPLATFORM debian:12\nFROM debian:12\n' },
    { dockerfile: 'FROM --platform=${TARGETPLATFORM:-linux/amd64} debian:12\nFROM --platform=linux/amd64 debian:12\n' },
  ],
  *check({ stages, dockerfile }) {
    for (const { from } of stages) {
      const flag = readFrom(from).platform;
      if (flag === null || !/^(\$TARGETPLATFORM|\$\{TARGETPLATFORM\})$/.test(flag.value ?? '')) continue;
      const { start, end } = flag.span;
      const blanks = /^[ \t]*/.exec(dockerfile.text.slice(end))?.[0].length ?? 0;
      const fix: Fix = { title: 'leave the flag out', safety: 'safe', edits: [{ start, end: end + blanks, text: '' }] };
      yield { span: flag.span, message: `${flag.value} is the platform that a stage has anyway`, fix };
    }
  },
} as const satisfies Rule;

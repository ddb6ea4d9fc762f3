import { readFrom } from '../../dockerfile/read-from.ts';
import type { Rule } from '../rule.ts';

const RESERVED: ReadonlySet<string> = new Set(['scratch', 'context']);

export const noReservedStageName = {
  id: 'no-reserved-stage-name',
  summary: 'a stage is named scratch or context',
  why: 'FROM scratch means the empty image, and context the files that are sent to the build; a stage of that name is not reached, or hides them. Give the stage a name of its own, for what it makes: build, assets, runtime.',
  severity: 'warning',
  equivalents: ['hadolint:DL3063', 'buildkit:ReservedStageName'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS scratch\nFROM debian:12 as Context\n', lines: [1, 2] },
    { dockerfile: 'ARG a=b\nFROM --platform=$BUILDPLATFORM debian:12 AS context\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM scratch AS base\nFROM debian:12 AS contexts\n' }, { dockerfile: 'FROM scratch\n' }],
  *check({ stages }) {
    for (const { name, from } of stages)
      if (name !== null && RESERVED.has(name))
        yield {
          span: readFrom(from).name?.span ?? from.span,
          message: `"${name}" means something else to builders: name the stage otherwise`,
        };
  },
} as const satisfies Rule;

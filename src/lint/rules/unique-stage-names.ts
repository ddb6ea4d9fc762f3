import { readFrom } from '../../dockerfile/read-from.ts';
import type { Rule } from '../rule.ts';

export const uniqueStageNames = {
  id: 'unique-stage-names',
  summary: 'two stages have one name',
  why: 'A name that two stages have means the later one to what comes after it, and the earlier one to what comes between, so that COPY --from takes files from a stage that nobody meant. Capitals make no difference. Give each stage a name of its own.',
  severity: 'error',
  equivalents: ['hadolint:DL3024', 'buildkit:DuplicateStageName', 'trivy:DS-0012'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:11 AS b\nFROM debian:10 AS A\n', lines: [3] },
    { dockerfile: 'FROM debian:12 AS a\nFROM a as a\n', lines: [2] },
  ],
  good: [{ dockerfile: 'FROM debian:12 AS a\nFROM debian:12 AS b\nFROM a\n' }, { dockerfile: 'FROM a\nFROM a AS a\nFROM a\n' }],
  *check({ stages }) {
    const seen = new Map<string, number>();
    for (const { name, from, line } of stages) {
      if (name === null) continue;
      const before = seen.get(name);
      if (before === undefined) seen.set(name, line);
      else yield { span: readFrom(from).name?.span ?? from.span, message: `the stage of line ${before} is named "${name}" too` };
    }
  },
} as const satisfies Rule;

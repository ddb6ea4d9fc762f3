import type { Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

export const copyIntoDirectory = {
  id: 'copy-into-directory',
  summary: 'COPY has several sources, and a destination without a slash at its end',
  why: 'Several files can only go into a directory, and the slash at the end says that the destination is one: COPY a b /srv/. Without it the classic builder refuses, and others make what they think is meant. A destination that ends in a variable can’t be judged; hadolint’s preset tells it all the same.',
  severity: 'error',
  equivalents: ['hadolint:DL3021', 'trivy:DS-0011'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCOPY a b /srv\nCOPY --chown=1 a b c "/srv"\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nCOPY ["a", "b", "c"]\nONBUILD COPY a b .\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nCOPY a b $DIR\n', lines: [2], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nCOPY a b /srv/\nCOPY a /srv\nCOPY --from=x --link a b "/srv/"\n' },
    { dockerfile: 'FROM debian:12\nCOPY ["a", "b", "c/"]\nCOPY a b c:\\srv\\\\\nCOPY a b $DIR\n' },
  ],
  *check({ instructions, config }) {
    for (const { keyword, instruction } of instructions) {
      const target = instruction.arguments.at(-1);
      if (keyword !== 'COPY' || target === undefined || instruction.arguments.length < 3) continue;
      const path = unquote(target.text);
      if (/[\\/]$/.test(path) || (config.preset !== 'hadolint' && /\$\{?\w+\}?$/.test(path))) continue;
      yield { span: target.span, message: `several files go into ${path}, which must be a directory: write ${path}/` };
    }
  },
} as const satisfies Rule;

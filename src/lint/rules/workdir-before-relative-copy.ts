import { isAbsolutePath } from '../paths.ts';
import type { Rule } from '../rule.ts';
import { stageBelow } from '../stages.ts';
import { unquote } from '../unquote.ts';

export const workdirBeforeRelativeCopy = {
  id: 'workdir-before-relative-copy',
  summary: 'COPY goes to a relative place, and no WORKDIR is set',
  why: 'Without a WORKDIR in this file, a relative destination is under the one that the base image has, or under the root, and moves when the base image changes it. Set WORKDIR before, or write the whole path.',
  severity: 'warning',
  equivalents: ['hadolint:DL3045'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCOPY a b/\nWORKDIR /srv\nCOPY a b/\n', lines: [2] },
    { dockerfile: 'FROM debian:12 AS a\nWORKDIR /srv\nFROM debian:12\nONBUILD COPY . .\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nWORKDIR /srv\nFROM a AS b\nFROM b\nCOPY a b\n' },
    { dockerfile: 'FROM debian:12\nCOPY a /b\nCOPY a "/b"\nCOPY a $DIR\nCOPY a "${DIR}/b"\nCOPY a d:\\b\n' },
    { dockerfile: 'FROM debian:12\nONBUILD WORKDIR /srv\nONBUILD COPY a b\n' },
  ],
  *check({ instructions, stages }) {
    const isSet = new Set<number>();
    for (const { keyword, instruction, stage, isOnBuild } of instructions) {
      if (keyword === 'WORKDIR' || (keyword === 'FROM' && !isOnBuild && isSet.has(stageBelow(stages, stage)))) isSet.add(stage);
      const target = instruction.arguments.at(-1);
      if (keyword !== 'COPY' || target === undefined) continue;
      const path = unquote(target.text).replace(/^["']/, '');
      if (path.startsWith('$') || isAbsolutePath(path) || isSet.has(stage)) continue;
      yield { span: target.span, message: `${path} is relative, and no WORKDIR is set: write the whole path, or a WORKDIR before` };
    }
  },
} as const satisfies Rule;

import { isAbsolutePath } from '../paths.ts';
import type { Rule } from '../rule.ts';
import { stageBelow } from '../stages.ts';
import { unquote } from '../unquote.ts';

export const absoluteWorkdir = {
  id: 'absolute-workdir',
  summary: 'WORKDIR is relative',
  why: 'A relative WORKDIR is joined to the one before it, which may be set far above, or by the base image, and change there. Files then land where nobody looks. Write the whole path: WORKDIR /srv/app. BuildKit’s own check, and so its preset, tells only the first one of a stage that has no WORKDIR yet.',
  severity: 'error',
  equivalents: ['hadolint:DL3000', 'buildkit:WorkdirRelativePath', 'trivy:DS-0009'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nWORKDIR srv/app\nWORKDIR "src"\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nWORKDIR srv/app\nWORKDIR src\n', lines: [2], config: { preset: 'buildkit' } },
    { dockerfile: 'FROM debian:12\nONBUILD WORKDIR app\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nWORKDIR /srv/app\nWORKDIR "/srv"\nWORKDIR $HOME/app\nWORKDIR c:\\app\n' },
    { dockerfile: 'FROM debian:12 AS a\nWORKDIR /srv\nFROM a\nWORKDIR app\n', config: { preset: 'buildkit' } },
  ],
  *check({ instructions, stages, config }) {
    const isSet = new Set<number>();
    for (const { keyword, instruction, stage, isOnBuild } of instructions) {
      if (keyword === 'FROM' && !isOnBuild && isSet.has(stageBelow(stages, stage))) isSet.add(stage);
      if (keyword !== 'WORKDIR') continue;
      const path = unquote(instruction.arguments[0]?.text ?? '');
      const isKnown = config.preset === 'buildkit' && isSet.has(stage);
      isSet.add(stage);
      if (isKnown || path === '' || path.startsWith('$') || isAbsolutePath(path)) continue;
      yield { span: instruction.argumentsSpan, message: `WORKDIR ${path} depends on the WORKDIR before it: write the whole path` };
    }
  },
} as const satisfies Rule;

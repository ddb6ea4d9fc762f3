import type { Rule } from '../rule.ts';
import { lastInStages, stagesCopiedFrom, stagesStoodOn } from '../stages.ts';

export const requireHealthcheck = {
  id: 'require-healthcheck',
  summary: 'the image has no HEALTHCHECK',
  why: 'Docker and Swarm see of a container only that its process runs, not that it answers. HEALTHCHECK CMD asks it; HEALTHCHECK NONE says that somebody else does, as Kubernetes with its own probes. It is off unless asked for. Stages that others stand on or copy from are not told; hadolint, and its preset, tells those that are only copied from.',
  severity: 'info',
  equivalents: ['hadolint:DL3057', 'trivy:DS-0026', 'dockle:CIS-DI-0006'],
  recommended: false,
  bad: [
    { dockerfile: 'FROM debian:12\nCMD ["a"]\n', lines: [1] },
    { dockerfile: 'FROM debian:12 AS a\nFROM a\nHEALTHCHECK NONE\nFROM a\nONBUILD HEALTHCHECK NONE\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nHEALTHCHECK CMD ["/a"]\nFROM a\n' },
    { dockerfile: 'FROM golang:1 AS build\nFROM scratch\nCOPY --from=build /a /a\nHEALTHCHECK NONE\n' },
  ],
  *check(context) {
    const checks = lastInStages(context, 'HEALTHCHECK');
    const stoodOn = stagesStoodOn(context);
    const lent = context.config.preset === 'hadolint' ? NONE : stagesCopiedFrom(context);
    for (const { index, from } of context.stages)
      if (!stoodOn.has(index) && !lent.has(index) && !checks.has(index))
        yield { span: from.span, message: 'nothing says how to see whether a container of this image is well: add a HEALTHCHECK' };
  },
} as const satisfies Rule;

const NONE: ReadonlySet<number> = new Set();

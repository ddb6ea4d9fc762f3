import type { Rule } from '../rule.ts';
import { finalStage, lastInStages, lowestStage } from '../stages.ts';

export const requireUser = {
  id: 'require-user',
  summary: 'nothing says USER, so that the image most likely runs as root',
  why: 'Without USER a container runs as whoever the base image says, and almost all of those say root, which is root in the container and one hole in the kernel away from being root outside. Create a user with a fixed number in the build, and write USER 10001 at the end. Bases that say by their name that they are nonroot are passed over.',
  severity: 'warning',
  equivalents: ['trivy:DS-0002', 'dockle:CIS-DI-0001'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS build\nUSER app\nFROM debian:12\nCMD ["a"]\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD USER app\n', lines: [1] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nUSER app\nFROM a\n' },
    { dockerfile: 'FROM debian:12\nFROM gcr.io/distroless/static:nonroot\nFROM debian:12\nUSER app\n' },
    { dockerfile: 'FROM debian:12 AS build\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /a /a\n' },
  ],
  *check(context) {
    const last = finalStage(context);
    const base = context.stages[lowestStage(context.stages, last)]?.base;
    if (last < 0 || lastInStages(context, 'USER').has(last) || (base?.kind === 'image' && base.reference.includes('nonroot'))) return;
    const from = context.stages[last]?.from;
    if (from !== undefined)
      yield { span: from.span, message: 'nothing says USER: what runs in the container is root, unless the base image says otherwise' };
  },
} as const satisfies Rule;

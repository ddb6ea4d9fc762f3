import { isMountedOver } from '../mounts.ts';
import { APK } from '../packages/apk.ts';
import { isGiven, readCall } from '../packages/call.ts';
import { removesFolder } from '../removals.ts';
import { insertAfter } from '../command-fixes.ts';
import type { LintContext, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';

const CACHE = '/var/cache/apk';

export const noApkCache = {
  id: 'no-apk-cache',
  summary: 'apk add keeps its index in the layer',
  why: 'apk keeps the index of the branch in /var/cache/apk, which nobody reads at run time. With --no-cache it fetches the index and forgets it, so that apk update before and rm after are not needed. A mount of type cache on that folder does as well, and makes the next build faster.',
  severity: 'info',
  equivalents: ['hadolint:DL3019', 'trivy:DS-0025', 'dockle:DKL-DI-0004'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM alpine:3.20\nRUN apk update \\\n && apk add curl=8.9.0-r0\n',
      fixed: 'FROM alpine:3.20\nRUN apk update \\\n && apk add --no-cache curl=8.9.0-r0\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM alpine:3.20\nONBUILD RUN --mount=type=cache,target=/tmp apk add curl=8.9.0-r0\n',
      fixed: 'FROM alpine:3.20\nONBUILD RUN --mount=type=cache,target=/tmp apk add --no-cache curl=8.9.0-r0\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM alpine:3.20\nRUN apk --no-cache add curl=8.9.0-r0\n' },
    { dockerfile: 'FROM alpine:3.20\nRUN --mount=type=cache,target=/var/cache/apk apk add curl=8.9.0-r0\n' },
    { dockerfile: 'FROM alpine:3.20\nRUN apk add -U curl=8.9.0-r0 && rm -rf /var/cache/apk/*\n' },
  ],
  *check(context) {
    for (const run of runsOf(context)) {
      if (isMountedOver(run.at, CACHE)) continue;
      const removed = lastRemoval(run, context);
      for (const [index, command] of run.commands.entries()) {
        const call = readCall(command, APK);
        if (call?.verb === 'add' && !isGiven(call, 'no-cache') && index > removed)
          yield {
            span: command.span,
            message: 'apk keeps its index in this layer: add --no-cache',
            // Without a network there is no index but the one that is kept.
            fix: isGiven(call, 'no-network') ? null : insertAfter(call.verbWord, '--no-cache', run, context),
          };
      }
    }
  },
} as const satisfies Rule;

/** hadolint wants the flag, and nothing else. -1 where nothing is removed. */
function lastRemoval({ commands }: Run, { config }: LintContext): number {
  return config.preset === 'hadolint' ? -1 : commands.findLastIndex((command) => removesFolder(command, [CACHE], config));
}

import { APK } from '../packages/apk.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinApkPackages = {
  id: 'pin-apk-packages',
  summary: 'apk adds packages without saying which version',
  why: 'What apk adds is what the branch has on the day, so that the same file gives another image tomorrow. Write name=version, or name=~1.2 for any patch of it. A branch keeps only the newest build of a package, so that an exact version may be gone one day: the form with ~ lives longer.',
  severity: 'warning',
  equivalents: ['hadolint:DL3018'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM alpine:3.20\nRUN apk add --no-cache \\\n    curl=8.9.0-r0 \\\n    jq\n', lines: [4] },
    { dockerfile: 'FROM alpine:3.20\nONBUILD RUN apk add -t .build make\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM alpine:3.20\nRUN apk --no-cache add -t .build make=4.4.1-r2 && apk del .build\n' },
    { dockerfile: 'FROM alpine:3.20\nRUN apk add --no-cache "git=~2.45" ./mine.apk -X https://example.com/alpine\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: APK,
      verbs: ['add'],
      form: 'name=version or name=~version',
      isPinned: (value) => /[=~<>]/.test(value) || value.endsWith('.apk') || value.startsWith('!'),
    }),
} as const satisfies Rule;

import { readCopied } from '../copied.ts';
import type { Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

export const noCopyOfWholeRoot = {
  id: 'no-copy-of-whole-root',
  summary: 'COPY takes all of another image, into the root',
  why: 'COPY --from=build / / brings everything that the other stage or image holds: its package manager, its caches, its secrets, and its files over those that are there. Its USER, ENV and labels do not come along. Copy the paths that are needed, or stand on it: FROM build.',
  severity: 'warning',
  equivalents: ['hadolint:DL3067'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12 AS a\nFROM scratch\nCOPY --from=a / /\n', lines: [3] },
    { dockerfile: 'FROM debian:12 AS a\nFROM scratch\nCOPY --link --from=a "/" "/"\nONBUILD COPY --from=a / /\n', lines: [3, 4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nFROM scratch\nCOPY --from=a /srv /\nCOPY --from=a / /rootfs\nCOPY / /\n' },
    { dockerfile: 'FROM debian:12\nONBUILD COPY --from=a /a /\n' },
  ],
  *check({ instructions }) {
    for (const { keyword, instruction } of instructions) {
      const { sources, target, from } = readCopied(instruction);
      if (keyword !== 'COPY' || from === null || target === null) continue;
      if (unquote(target.text) !== '/' || !sources.some(({ text }) => unquote(text) === '/')) continue;
      yield { span: instruction.span, message: `all of ${from} is copied into the root: copy what is needed, or stand on it with FROM` };
    }
  },
} as const satisfies Rule;

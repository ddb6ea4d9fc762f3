import { isArchive } from '../archives.ts';
import { readCopied } from '../copied.ts';
import type { Rule } from '../rule.ts';
import { unquote } from '../unquote.ts';

const REMOTE = /^((https?|ftp|git|ssh):\/\/|git@)/i;

export const preferCopy = {
  id: 'prefer-copy',
  summary: 'ADD puts in what COPY could',
  why: 'ADD unpacks archives and fetches from the network, so that what it does depends on what a file happens to be. COPY does one thing, and takes --from. Keep ADD for local tar archives, for URLs, best with --checksum, and for git repositories.',
  severity: 'error',
  equivalents: ['hadolint:DL3020', 'trivy:DS-0005', 'dockle:CIS-DI-0009'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nADD src /srv/\nADD "site.zip" /srv/\n', lines: [2, 3] },
    { dockerfile: 'FROM debian:12\nONBUILD ADD . /srv\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nADD $SITE /srv/\n', lines: [2], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nADD rootfs.tar.xz /\nADD "a.tgz" b.tar.zst /srv/\nCOPY src /srv/\n' },
    { dockerfile: 'FROM debian:12\nADD https://example.org/a /srv/\nADD git@example.org:a/b.git /srv/\nADD $SITE /srv/\n' },
  ],
  *check({ instructions, config }) {
    for (const { keyword, instruction } of instructions) {
      if (keyword !== 'ADD' || instruction.arguments.length < 2) continue;
      const plain = readCopied(instruction).sources.find(({ text }) => {
        const path = unquote(text);
        return !isArchive(path) && !REMOTE.test(path) && (config.preset === 'hadolint' || !path.includes('$'));
      });
      if (plain !== undefined)
        yield { span: plain.span, message: `${plain.text} is no archive and no URL: COPY puts it in, and does nothing else` };
    }
  },
} as const satisfies Rule;

import { isArchive } from '../archives.ts';
import { readCopied } from '../copied.ts';
import type { Fix } from '../../model/lint-report.ts';
import type { Instruction } from '../../dockerfile/dockerfile.ts';
import type { LintContext, Rule } from '../rule.ts';
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
    {
      dockerfile: 'FROM debian:12\nADD src /srv/\nADD "site.zip" /srv/\n',
      fixed: 'FROM debian:12\nCOPY src /srv/\nCOPY "site.zip" /srv/\n',
      lines: [2, 3],
    },
    { dockerfile: 'FROM debian:12\nONBUILD ADD . /srv\n', fixed: 'FROM debian:12\nONBUILD COPY . /srv\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nADD $SITE /srv/\n', lines: [2], config: { preset: 'hadolint' } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nADD rootfs.tar.xz /\nADD "a.tgz" b.tar.zst /srv/\nCOPY src /srv/\n' },
    { dockerfile: 'FROM debian:12\nADD https://example.org/a /srv/\nADD git@example.org:a/b.git /srv/\nADD $SITE /srv/\n' },
  ],
  *check(context) {
    const { config } = context;
    for (const { keyword, instruction } of context.instructions) {
      if (keyword !== 'ADD' || instruction.arguments.length < 2) continue;
      const plain = readCopied(instruction).sources.find(
        ({ text }) => isPlain(text) && (config.preset === 'hadolint' || !text.includes('$')),
      );
      if (plain === undefined) continue;
      const message = `${plain.text} is no archive and no URL: COPY puts it in, and does nothing else`;
      yield { span: plain.span, message, fix: fixOf(instruction, context) };
    }
  },
} as const satisfies Rule;

function isPlain(text: string): boolean {
  const path = unquote(text);
  return !isArchive(path) && !REMOTE.test(path);
}

/** Flags that COPY has not. */
const OWN_FLAGS: readonly string[] = ['checksum', 'keep-git-dir', 'unpack'];

/** Nothing where a source is something else, or in a variable. What a pattern finds may be an archive. */
function fixOf(instruction: Instruction, { dockerfile }: LintContext): Fix | null {
  const { sources } = readCopied(instruction);
  if (!sources.every(({ text }) => isPlain(text) && !text.includes('$'))) return null;
  if (instruction.flags.some(({ name }) => OWN_FLAGS.includes(name))) return null;
  const { keywordSpan } = instruction;
  const keyword = dockerfile.text.slice(keywordSpan.start, keywordSpan.end);
  const text = keyword === keyword.toLowerCase() ? 'copy' : 'COPY';
  const safety = sources.some((source) => /[*?[]/.test(source.text)) ? 'unsafe' : 'safe';
  return { title: `write ${text} instead of ${keyword}`, safety, edits: [{ ...keywordSpan, text }] };
}

import { baseName, isArchive } from '../archives.ts';
import { readCopied } from '../copied.ts';
import type { LintInstruction } from '../instructions.ts';
import type { Rule } from '../rule.ts';
import { hasFlag, type ShellCommand } from '../shell/shell-command.ts';
import { unquote } from '../unquote.ts';

export const addLocalArchives = {
  id: 'add-local-archives',
  summary: 'an archive is copied, then unpacked',
  why: 'ADD unpacks a local tar archive as it puts it into the image. With COPY and tar the image holds the archive for ever in one layer and its content in the next, even if a later step removes the archive. ADD does not take --from: from another stage, unpack there and copy the result.',
  severity: 'info',
  equivalents: ['hadolint:DL3010'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCOPY dist/site.tar.gz /srv/\nRUN cd /srv && tar xzf site.tar.gz\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nCOPY site.tgz /srv/www.tgz\nRUN tar --extract -f /srv/www.tgz\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nONBUILD COPY site.tar /srv/\nONBUILD RUN tar -C /srv -xf /srv/site.tar\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nCOPY site.tar.gz /srv/\nRUN tar czf /srv/site.tar.gz /etc\n' },
    { dockerfile: 'FROM debian:12\nCOPY site.tar /srv/\nRUN tar xf /srv/other.tar\nFROM debian:12\nRUN tar xf site.tar\n' },
    { dockerfile: 'FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /site.tar /srv/\nRUN tar xf /srv/site.tar\n' },
    { dockerfile: 'FROM debian:12\nADD site.tar /srv/\nCOPY site.zip /srv/\nRUN unzip /srv/site.zip\n' },
  ],
  *check({ instructions }) {
    const unpacked = instructions
      .flatMap((one, at) => (one.keyword === 'RUN' ? [{ at, stage: one.stage, names: unpackedBy(one) }] : []))
      .filter(({ names }) => names.size > 0);
    if (unpacked.length === 0) return;
    for (const [at, one] of instructions.entries()) {
      if (one.keyword !== 'COPY') continue;
      const { sources, target, from } = readCopied(one.instruction);
      if (from !== null) continue;
      const later = unpacked.filter((run) => run.at > at && run.stage === one.stage);
      const targetName = baseName(unquote(target?.text ?? ''));
      for (const { text, span } of sources) {
        const name = baseName(unquote(text));
        if (isArchive(name) && later.some(({ names }) => names.has(name) || (isArchive(targetName) && names.has(targetName))))
          yield { span, message: `${name} is copied, then unpacked, so that the image holds both: ADD unpacks it` };
      }
    }
  },
} as const satisfies Rule;

const UNPACKERS: ReadonlySet<string> = new Set([
  'gunzip',
  'bunzip2',
  'unlzma',
  'unxz',
  'unzstd',
  'uncompress',
  'zcat',
  'bzcat',
  'xzcat',
  'zstdcat',
]);

/** Bare names of the files that a RUN unpacks. */
function unpackedBy({ script }: LintInstruction): ReadonlySet<string> {
  const commands = script()?.commands.filter(isUnpacking) ?? [];
  // Both: outside of quotes a backslash is gone from the value, and in a path of Windows it divides.
  return new Set(commands.flatMap(({ args }) => args.flatMap(({ value, text }) => [baseName(value), baseName(unquote(text))])));
}

function isUnpacking(command: ShellCommand): boolean {
  const name = baseName(command.name);
  if (UNPACKERS.has(name)) return true;
  if (name !== 'tar' && name !== 'bsdtar') return false;
  return hasFlag(command, 'x', 'extract', 'get') || /^[a-zA-Z]*x[a-zA-Z]*$/.test(command.args[0]?.value ?? '');
}

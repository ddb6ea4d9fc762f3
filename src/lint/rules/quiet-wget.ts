import { insertAfter } from '../command-fixes.ts';
import { ANY_APT } from '../packages/apt.ts';
import { isGiven, readCall } from '../packages/call.ts';
import { WGET } from '../packages/downloads.ts';
import { DNF, YUM, ZYPPER } from '../packages/rpm-based.ts';
import type { LintContext, Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';

const QUIET = ['q', 'quiet', 'no-verbose', 'o', 'output-file', 'a', 'append-output', 'progress'];
const NO_DOWNLOAD = ['V', 'version', 'h', 'help'];

export const quietWget = {
  id: 'quiet-wget',
  summary: 'wget draws its progress into the build log',
  why: 'Without a terminal wget writes a line for every few kilobytes, so that one archive fills the log and hides what went wrong. Say -nv (errors and names), -q (nothing), or --progress=dot:giga.',
  severity: 'info',
  equivalents: ['hadolint:DL3047'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN mkdir /a \\\n && wget -O /a/b https://example.com/b\n',
      fixed: 'FROM debian:12\nRUN mkdir /a \\\n && wget --progress=dot:giga -O /a/b https://example.com/b\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM debian:12\nONBUILD RUN wget https://example.com/b\n',
      fixed: 'FROM debian:12\nONBUILD RUN wget --progress=dot:giga https://example.com/b\n',
      lines: [2],
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN wget -nv https://example.com/a && wget -qO- https://example.com/b\n' },
    { dockerfile: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a && wget --version\n' },
  ],
  *check(context) {
    const stages = stagesWithGnu(context);
    for (const run of runsOf(context))
      for (const command of run.commands) {
        const call = readCall(command, WGET);
        if (call === null || isGiven(call, ...QUIET, ...NO_DOWNLOAD) || command.args.some(({ value }) => value.startsWith('-nv'))) continue;
        yield {
          span: command.span,
          message: 'wget draws its progress into the log: add -nv, -q or --progress=dot:giga',
          fix: insertAfter(command.nameWord, '--progress=dot:giga', run, context, stages.has(run.at.stage) ? 'safe' : 'unsafe'),
        };
      }
  },
} as const satisfies Rule;

const TABLES = [ANY_APT, YUM, DNF, ZYPPER];

/** Stages of distributions that have GNU's wget: BusyBox's does not know the flag. */
function stagesWithGnu(context: LintContext): ReadonlySet<number> {
  const runs = [...runsOf(context)];
  return new Set(
    runs.filter(({ commands }) => commands.some((one) => TABLES.some((table) => readCall(one, table) !== null))).map(({ at }) => at.stage),
  );
}

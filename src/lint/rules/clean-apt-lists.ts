import { isMountedOver } from '../mounts.ts';
import { ANY_APT } from '../packages/apt.ts';
import { type Call, readCall } from '../packages/call.ts';
import { reportUncleaned } from '../packages/uncleaned.ts';
import type { LintContext, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';

const LISTS = '/var/lib/apt/lists';

export const cleanAptLists = {
  id: 'clean-apt-lists',
  summary: 'RUN leaves the package lists that apt-get update fetches',
  why: 'The lists are some 20 to 50 MB that nobody reads at run time, and stale the day after. They have to go in the RUN that fetched them: a later one hides them and frees nothing. End it with rm -rf /var/lib/apt/lists/*, or keep them out with --mount=type=cache on /var/lib/apt, and on /var/cache/apt where docker-clean is removed.',
  severity: 'info',
  equivalents: ['hadolint:DL3009', 'dockle:DKL-DI-0005'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n',
      fixed:
        'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\n',
      lines: [2],
    },
    { dockerfile: 'FROM debian:12 AS a\nONBUILD RUN apt update\nFROM scratch\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nRUN rm -rf /var/lib/apt/lists/* && apt-get update\n', lines: [2] },
    {
      dockerfile: 'FROM debian:12\nRUN set -eux; \\\n    sudo apt-get update; \\\n    sudo apt-get install -y curl\n',
      fixed:
        'FROM debian:12\nRUN set -eux; \\\n    sudo apt-get update; \\\n    sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*\n',
    },
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n',
      lines: [2],
      fixed: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n',
    },
    {
      dockerfile: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl # later\n',
      lines: [2],
      fixed: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl # later\n',
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n' },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\n' },
    { dockerfile: 'FROM debian:12 AS build\nRUN apt-get update\nFROM scratch\nCOPY --from=build /a /a\n' },
    { dockerfile: 'FROM debian:12\nRUN apt-get update && rm -r /var/lib/{apt,dpkg}/\n' },
  ],
  check: (context) => {
    const gone = dockerCleanRemovals(context);
    const keepsArchives = ({ at }: Run): boolean => (gone.get(at.stage) ?? Number.POSITIVE_INFINITY) <= at.line;
    return reportUncleaned(context, {
      table: ANY_APT,
      fills: ({ verb }) => verb === 'update',
      empties: ({ verb }) => verb === 'distclean',
      folders: [LISTS],
      isKeptOut: (run) => isMountedOver(run.at, LISTS) && (isMountedOver(run.at, '/var/cache/apt') || !keepsArchives(run)),
      remedy: () => `rm -rf ${LISTS}/*`,
      isNeededLater: (run) => !installs(run) || isReadLater(run, context),
      onlyKept: true,
    });
  },
} as const satisfies Rule;

/** Lists that a RUN fetches and does not use are meant for what comes later: for steps here or in another file. */
function installs(run: Run): boolean {
  return callsOf(run).some(({ verb }) => verb !== 'update' && verb !== 'clean');
}

/** Whether a later RUN, of this stage or of one that may stand on it, asks apt for something before it fetches lists of its own. */
function isReadLater(run: Run, context: LintContext): boolean {
  return [...runsOf(context)].some((later) => later.at.line > run.at.line && (callsOf(later)[0]?.verb ?? 'update') !== 'update');
}

function callsOf({ commands }: Run): readonly Call[] {
  return commands.flatMap((command) => readCall(command, ANY_APT) ?? []);
}

/**
 * By stage, the line that removes docker-clean: official images have a file of that name that makes apt drop packages once they are
 * installed. Without it, they stay.
 */
function dockerCleanRemovals(context: LintContext): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  for (const { at, commands } of runsOf(context)) {
    const removes = commands.some(({ name, args }) => name === 'rm' && args.some(({ value }) => value.includes('docker-clean')));
    if (removes && !lines.has(at.stage)) lines.set(at.stage, at.line);
  }
  return lines;
}

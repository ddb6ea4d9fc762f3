import type { LintInstruction } from '../instructions.ts';
import { isKept } from '../kept-stages.ts';
import { absolute, pathsCopied, pathsMade } from '../made-paths.ts';
import { isAtOrAbove, isMountedOver } from '../mounts.ts';
import { removedBy } from '../removals.ts';
import type { LintContext, Report, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';

export const removeInSameLayer = {
  id: 'remove-in-same-layer',
  summary: 'A later layer removes what an earlier one brought',
  why: 'Layers only add up: what a step removes that another one brought is hidden by a marker and pulled all the same, and whoever has the image can read it. Download, use and remove in one RUN; use RUN --mount=type=bind for what a step only reads, or leave it in a stage of its own.',
  severity: 'warning',
  equivalents: [],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nCOPY a.deb /tmp/\nRUN dpkg -i /tmp/a.deb \\\n && rm /tmp/a.deb\n', lines: [4] },
    { dockerfile: 'FROM debian:12\nWORKDIR /w\nRUN curl -fsSLo a.bin https://example.com/a\nRUN ./a.bin && rm -rf /w/*\n', lines: [4] },
    { dockerfile: 'FROM debian:12 AS a\nRUN apt-get update\nFROM a\nRUN rm -rf /var/lib/apt/lists/*\n', lines: [4] },
    { dockerfile: 'FROM debian:12\nONBUILD ADD https://example.com/b.sh /b.sh\nONBUILD RUN rm -f /b.sh\n', lines: [3] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN wget -q https://example.com/a -P /tmp && /tmp/a && rm /tmp/a\nRUN rm -rf /tmp/*\n' },
    { dockerfile: 'FROM debian:12 AS a\nCOPY b /b\nRUN rm /b\nFROM scratch\nCOPY --from=a /c /\n' },
    { dockerfile: 'FROM debian:12\nCOPY b b\nRUN cd /other && rm b\n' },
    { dockerfile: 'FROM debian:12\nRUN --mount=type=cache,target=/tmp curl -o /tmp/a https://example.com/a\nRUN rm -rf /tmp/*\n' },
  ],
  *check(context) {
    const runs = new Map([...runsOf(context)].map((run) => [run.at, run] as const));
    const ends = new Map<number, Scope>();
    let own: Scope = { folder: null, made: new Map() };
    let onBuild: Scope = own;
    for (const at of context.instructions) {
      if (at.keyword === 'FROM') [own, onBuild] = [scopeOf(at, context, ends), { folder: null, made: new Map() }];
      const scope = at.isOnBuild ? onBuild : own;
      if (at.keyword === 'WORKDIR') scope.folder = absolute(at.instruction.arguments[0]?.text ?? '', scope.folder);
      for (const path of pathsCopied(at, scope.folder)) remember(scope, path, at.line);
      const run = runs.get(at);
      if (run !== undefined) yield* removedIn(run, scope, isKept(at, context));
      ends.set(at.stage, own);
    }
  },
} as const satisfies Rule;

interface Scope {
  /** What WORKDIR says; null where nothing in this file does. */
  folder: string | null;
  /** What is there, and the line that brought it. */
  readonly made: Map<string, number>;
}

function scopeOf({ stage }: LintInstruction, { stages }: LintContext, ends: ReadonlyMap<number, Scope>): Scope {
  const base = stages[stage]?.base;
  const below = base?.kind === 'stage' ? ends.get(base.stage) : undefined;
  return { folder: below?.folder ?? null, made: new Map(below?.made) };
}

/** So that a file of nothing but COPY can't make this slow. */
const MOST_PATHS = 500;

function remember({ made }: Scope, path: string, line: number): void {
  if (made.size < MOST_PATHS) made.set(path, line);
}

function* removedIn({ at, commands }: Run, scope: Scope, isTold: boolean): Iterable<Report> {
  const moves = commands.some(({ name }) => name === 'cd' || name === 'pushd');
  const folder = moves ? null : scope.folder;
  const mine = new Set<string>();
  for (const command of commands) {
    for (const path of pathsMade(command, folder)) if (!isMountedOver(at, path) && mine.size < MOST_PATHS) mine.add(path);
    const removed = removedBy(command).flatMap((path) => absolute(path, folder) ?? []);
    if (removed.length === 0) continue;
    const gone = (path: string): boolean => removed.some((one) => isAtOrAbove(one, path));
    for (const path of mine) if (gone(path)) mine.delete(path);
    const first = [...scope.made].find(([path]) => gone(path));
    for (const path of scope.made.keys()) if (gone(path)) scope.made.delete(path);
    // What find removes are some of the files only, for all one can tell.
    if (first !== undefined && isTold && command.name === 'rm')
      yield { span: command.span, message: `This frees nothing: ${first[0]} is in the layer of line ${first[1]}, and stays there` };
  }
  for (const path of mine) remember(scope, path, at.line);
}

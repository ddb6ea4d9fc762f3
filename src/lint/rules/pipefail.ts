import type { LintInstruction } from '../instructions.ts';
import type { LintContext, Report, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

export const pipefail = {
  id: 'pipefail',
  summary: 'A pipe hides that a command before the last one failed',
  why: 'The shell looks at the last command of a pipe only: where a download before it fails, the build goes on with nothing. Say SHELL ["/bin/bash", "-o", "pipefail", "-c"] before it (ash and zsh know it too, dash and /bin/sh do not), or avoid the pipe: download to a file first.',
  severity: 'warning',
  equivalents: ['hadolint:DL4006'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN true && \\\n    curl https://example.com/a.tgz | tar xz\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nSHELL ["/bin/sh", "-o", "pipefail", "-c"]\nONBUILD RUN a | b\n', lines: [3] },
    { dockerfile: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM debian:12\nRUN a | b\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nFROM a\nRUN a | b\n' },
    { dockerfile: 'FROM alpine:3.20\nRUN set -eo pipefail; a | b\nRUN ["/bin/bash", "-o", "pipefail", "-c", "a | b"]\n' },
    { dockerfile: 'FROM debian:12\nRUN echo "a | b" || true\n' },
  ],
  *check(context) {
    const shells = inheritedShells(context);
    for (const run of runsOf(context)) {
      const shell = run.at.shell ?? shells.get(run.at.stage) ?? null;
      if (!isSafe(run, shell, context)) yield* firstPipe(run);
    }
  },
} as const satisfies Rule;

/** By stage: the SHELL that the stage it stands on ends with. */
function inheritedShells({ instructions, stages }: LintContext): ReadonlyMap<number, readonly string[]> {
  const ends = new Map<number, readonly string[]>();
  const inherited = new Map<number, readonly string[]>();
  for (const { keyword, stage, shell } of instructions) {
    const base = stages[stage]?.base;
    const below = keyword === 'FROM' && base?.kind === 'stage' ? ends.get(base.stage) : undefined;
    if (below !== undefined) inherited.set(stage, below);
    const own = shell ?? inherited.get(stage);
    if (own !== undefined) ends.set(stage, own);
  }
  return inherited;
}

const POSIX = /(?:^|\/)(?:ba|da|a|k|z|mk)?sh$/;
const KNOWS_PIPEFAIL = /(?:^|\/)(?:ba|z|a)sh$/;

function isSafe(run: Run, shell: readonly string[] | null, { config }: LintContext): boolean {
  const program = shell?.[0] ?? '/bin/sh';
  // What is no POSIX shell has pipes of its own.
  if (!POSIX.test(program)) return true;
  if (KNOWS_PIPEFAIL.test(program) && shell?.includes('pipefail') === true) return true;
  if (isExecWith(run.at)) return true;
  const pipe = run.commands.findIndex(({ pipeline }) => pipeline !== null);
  const sets = run.commands.slice(0, Math.max(pipe, 0)).some(setsPipefail);
  // hadolint looks at SHELL alone; in a shell form, that is.
  return sets && (config.preset !== 'hadolint' || run.at.instruction.form === 'exec');
}

function isExecWith({ instruction }: LintInstruction): boolean {
  return instruction.form === 'exec' && instruction.arguments.some(({ text }) => text === 'pipefail');
}

function setsPipefail({ name, args }: ShellCommand): boolean {
  return name === 'set' && args.some(({ value }) => value === 'pipefail');
}

function* firstPipe({ commands }: Run): Iterable<Report> {
  const first = commands.find(({ pipeline }) => pipeline !== null);
  if (first !== undefined) yield { span: first.span, message: 'Where this fails, the pipe goes on and the build with it: set pipefail' };
}

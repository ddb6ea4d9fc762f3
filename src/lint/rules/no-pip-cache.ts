import { assignmentsOf, readEnvironment, type SetValue } from '../environment.ts';
import { isMountedOver } from '../mounts.ts';
import { isGiven, readCall } from '../packages/call.ts';
import { PIP } from '../packages/pip.ts';
import { removesFolder } from '../removals.ts';
import { insertAfter } from '../command-fixes.ts';
import type { LintContext, Report, Rule } from '../rule.ts';
import { type Run, runsOf } from '../run-commands.ts';

const CACHE = '/root/.cache/pip';
const VARIABLE = 'PIP_NO_CACHE_DIR';

export const noPipCache = {
  id: 'no-pip-cache',
  summary: 'pip keeps what it downloads in the layer',
  why: 'pip keeps each archive it downloads for the next time, which in an image never comes. Add --no-cache-dir, set PIP_NO_CACHE_DIR=1, or mount a cache over /root/.cache/pip, which makes the next build faster too.',
  severity: 'warning',
  equivalents: ['hadolint:DL3042'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM python:3.12\nRUN python -m venv /v \\\n && /v/bin/pip install flask==3.0.3\n',
      fixed: 'FROM python:3.12\nRUN python -m venv /v \\\n && /v/bin/pip install --no-cache-dir flask==3.0.3\n',
      lines: [3],
    },
    {
      dockerfile: 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=off\nONBUILD RUN python3 -m pip install flask==3.0.3\n',
      fixed: 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=off\nONBUILD RUN python3 -m pip install --no-cache-dir flask==3.0.3\n',
      lines: [3],
    },
    { dockerfile: 'FROM python:3.12 AS a\nENV PIP_NO_CACHE_DIR=1\nFROM python:3.12\nRUN pip install flask==3.0.3\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM python:3.12\nRUN pip --no-cache-dir install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12 AS a\nENV PIP_NO_CACHE_DIR="true"\nFROM a\nRUN pip install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache pip install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12\nRUN pip install flask==3.0.3 && pip cache purge\n' },
  ],
  *check(context) {
    const environment = readEnvironment(context);
    for (const run of runsOf(context)) {
      if (isMountedOver(run.at, CACHE)) continue;
      const around = environment.env(VARIABLE, run.at) ?? environment.arg(VARIABLE, run.at);
      yield* cachedIn(run, around, context);
    }
  },
} as const satisfies Rule;

function* cachedIn(run: Run, around: SetValue, context: LintContext): Iterable<Report> {
  const cleaned = lastCleaning(run, context);
  let set = around;
  for (const [index, command] of run.commands.entries()) {
    set = assignmentsOf(command).findLast(([name]) => name === VARIABLE)?.[1] ?? set;
    const call = readCall(command, PIP);
    if (call?.verb !== 'install' || isGiven(call, 'no-cache-dir', 'no-cache')) continue;
    const own = command.assignments.findLast(({ name }) => name === VARIABLE)?.value ?? set;
    if (isFalse(own) && index > cleaned)
      yield {
        span: command.span,
        message: 'pip keeps what it downloads in this layer: add --no-cache-dir',
        fix: isGiven(call, 'cache-dir') ? null : insertAfter(call.verbWord, '--no-cache-dir', run, context),
      };
  }
}

const FALSE: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off', 'n', 'f']);

/** A value that is not known is believed. */
function isFalse(value: SetValue): boolean {
  return value === undefined || (value !== null && FALSE.has(value.toLowerCase()));
}

const FOLDERS = [CACHE, '~/.cache/pip', '$HOME/.cache/pip', '$\u007bHOME}/.cache/pip'];

/** hadolint knows no other remedy than not to fill it. -1 where nothing cleans. */
function lastCleaning({ commands }: Run, { config }: LintContext): number {
  if (config.preset === 'hadolint') return -1;
  return commands.findLastIndex((command) => {
    const call = readCall(command, PIP);
    return call?.verb === 'cache' ? call.operands[0]?.value === 'purge' : removesFolder(command, FOLDERS, config);
  });
}

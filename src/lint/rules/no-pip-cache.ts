import { type Environment, readArguments, readAssignments, readEnvironments } from '../environment.ts';
import { isMountedOver } from '../mounts.ts';
import { type Call, isGiven, readCall } from '../packages/call.ts';
import { PIP } from '../packages/pip.ts';
import { removesFolder } from '../removals.ts';
import type { LintContext, Rule } from '../rule.ts';
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
    { dockerfile: 'FROM python:3.12\nRUN python -m venv /v \\\n && /v/bin/pip install flask==3.0.3\n', lines: [3] },
    { dockerfile: 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=off\nONBUILD RUN python3 -m pip install flask==3.0.3\n', lines: [3] },
    { dockerfile: 'FROM python:3.12 AS a\nENV PIP_NO_CACHE_DIR=1\nFROM python:3.12\nRUN pip install flask==3.0.3\n', lines: [4] },
  ],
  good: [
    { dockerfile: 'FROM python:3.12\nRUN pip --no-cache-dir install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12 AS a\nENV PIP_NO_CACHE_DIR="true"\nFROM a\nRUN pip install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache pip install flask==3.0.3\n' },
    { dockerfile: 'FROM python:3.12\nRUN pip install flask==3.0.3 && pip cache purge\n' },
  ],
  *check(context) {
    const environments = readEnvironments(context);
    for (const run of runsOf(context)) {
      if (isMountedOver(run.at, CACHE)) continue;
      const around = [environments.get(run.at), readArguments(context, run.at)];
      for (const [index, command] of run.commands.entries()) {
        const call = readCall(command, PIP);
        if (call?.verb !== 'install' || isGiven(call, 'no-cache-dir', 'no-cache')) continue;
        const own = new Map(command.assignments.map(({ name, value }) => [name, value]));
        if (isSwitchedOff([own, readAssignments(run.commands.slice(0, index)), ...around])) continue;
        if (!isCleaned(run, index, context)) yield { span: command.span, message: messageFor(call) };
      }
    }
  },
} as const satisfies Rule;

function messageFor({ program }: Call): string {
  return `${program} keeps what it downloads in this layer: add --no-cache-dir`;
}

const FALSE: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off', 'n', 'f']);

/** By the first of these that sets it. A value that is not known is believed. */
function isSwitchedOff(environments: readonly (Environment | undefined)[]): boolean {
  const source = environments.find((one) => one?.has(VARIABLE) === true);
  return source !== undefined && !FALSE.has((source.get(VARIABLE) ?? '1').toLowerCase());
}

/** hadolint knows no other remedy than not to fill it. */
function isCleaned({ commands }: Run, from: number, { config }: LintContext): boolean {
  if (config.preset === 'hadolint') return false;
  return commands.slice(from + 1).some((command) => {
    const call = readCall(command, PIP);
    if (call?.verb === 'cache') return call.operands[0]?.value === 'purge';
    return removesFolder(command, [CACHE, '~/.cache/pip', '$HOME/.cache/pip', '${HOME}/.cache/pip'], config);
  });
}

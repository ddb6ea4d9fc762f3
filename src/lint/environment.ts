import type { Pair } from '../dockerfile/dockerfile.ts';
import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';
import type { ShellCommand } from './shell/shell-command.ts';

/** What a RUN finds set: values without their quotes; null where the build is told it from outside. */
export type Environment = ReadonlyMap<string, string | null>;

/** What ENV sets for each RUN, those of the stages below too. An ONBUILD sees what other ONBUILDs set. */
export function readEnvironments({ instructions, stages }: LintContext): ReadonlyMap<LintInstruction, Environment> {
  const found = new Map<LintInstruction, Environment>();
  const ends = new Map<number, Environment>();
  let own = new Map<string, string | null>();
  let onBuild = new Map<string, string | null>();
  for (const at of instructions) {
    if (at.keyword === 'FROM') {
      const base = stages[at.stage]?.base;
      own = new Map(base?.kind === 'stage' ? ends.get(base.stage) : undefined);
      onBuild = new Map();
    }
    if (at.keyword === 'ENV') for (const pair of at.instruction.pairs) (at.isOnBuild ? onBuild : own).set(pair.name.text, valueOf(pair));
    if (at.keyword === 'RUN') found.set(at, at.isOnBuild ? new Map([...own, ...onBuild]) : new Map(own));
    ends.set(at.stage, own);
  }
  return found;
}

/**
 * What ARG declares before an instruction. Stages are not told apart: one that declares it once takes it for the file's, as hadolint
 * does.
 */
export function readArguments({ instructions }: LintContext, before: LintInstruction): Environment {
  const end = instructions.indexOf(before);
  const pairs = instructions.slice(0, end < 0 ? undefined : end).flatMap((at) => (at.keyword === 'ARG' ? at.instruction.pairs : []));
  return new Map(pairs.map((pair) => [pair.name.text, pair.value === null ? null : valueOf(pair)]));
}

/** What commands set for those after them: `A=b`, `export A=b`. */
export function readAssignments(commands: readonly ShellCommand[]): Environment {
  const set = new Map<string, string | null>();
  for (const { name, args, assignments } of commands) {
    if (name === '') for (const one of assignments) set.set(one.name, one.value);
    if (name !== 'export') continue;
    for (const { value } of args) {
      const equals = value.indexOf('=');
      if (equals > 0) set.set(value.slice(0, equals), value.slice(equals + 1));
    }
  }
  return set;
}

function valueOf({ value }: Pair): string {
  return (value?.text ?? '').replace(/^(["'])(.*)\1$/s, '$2');
}

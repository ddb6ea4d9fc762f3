import type { Pair } from '../dockerfile/dockerfile.ts';
import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';
import type { ShellCommand } from './shell/shell-command.ts';

/** A value without its quotes; null where the build is told it from outside; undefined where nothing sets it. */
export type SetValue = string | null | undefined;

/** What instructions set. Made once for a file; a look-up costs little. */
export interface Environment {
  /** What ENV has set when an instruction begins, in the stages below too. An ONBUILD sees what other ONBUILDs set. */
  env(name: string, at: LintInstruction): SetValue;
  /**
   * What ARG has set before an instruction. Stages are not told apart: who declares it once means it for the file, as hadolint has it.
   */
  arg(name: string, at: LintInstruction): SetValue;
}

interface Setting {
  readonly index: number;
  readonly value: string | null;
}

export function readEnvironment({ instructions, stages }: LintContext): Environment {
  const settings = new Map<string, Setting[]>();
  const indexes = new Map(instructions.map((at, index) => [at, index] as const));
  for (const [index, at] of instructions.entries()) {
    const scope = at.keyword === 'ENV' ? envScope(at.stage, at.isOnBuild) : at.keyword === 'ARG' ? 'arg' : null;
    for (const { name, value } of scope === null ? [] : at.instruction.pairs) {
      const key = `${scope} ${name.text}`;
      const list = settings.get(key) ?? [];
      list.push({ index, value: value === null ? null : withoutQuotes(value) });
      settings.set(key, list);
    }
  }
  const before = (scope: string, name: string, index: number): SetValue =>
    settings.get(`${scope} ${name}`)?.findLast((setting) => setting.index < index)?.value;
  return {
    env: (name, at) => {
      const index = indexes.get(at) ?? 0;
      const triggered = at.isOnBuild ? before(envScope(at.stage, true), name, index) : undefined;
      if (triggered !== undefined) return triggered;
      for (let stage: number | null = at.stage; stage !== null; stage = baseOf(stages, stage)) {
        const value = before(envScope(stage, false), name, index);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    arg: (name, at) => before('arg', name, indexes.get(at) ?? 0),
  };
}

/** What commands set for those after them: `A=b`, `export A=b`. The last one counts. */
export function readAssignments(commands: readonly ShellCommand[]): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  for (const command of commands) for (const [name, value] of assignmentsOf(command)) set.set(name, value);
  return set;
}

/** What one command sets for those after it. */
export function assignmentsOf({ name, args, assignments }: ShellCommand): readonly (readonly [string, string])[] {
  if (name === '') return assignments.map((one) => [one.name, one.value] as const);
  if (name !== 'export') return [];
  return args.flatMap(({ value }) => {
    const equals = value.indexOf('=');
    return equals > 0 ? [[value.slice(0, equals), value.slice(equals + 1)] as const] : [];
  });
}

function envScope(stage: number, isOnBuild: boolean): string {
  return `${isOnBuild ? 'onbuild' : 'env'} ${stage}`;
}

/** A stage can only stand on one before it, so that this ends. */
function baseOf(stages: LintContext['stages'], stage: number): number | null {
  const base = stages[stage]?.base;
  return base?.kind === 'stage' ? base.stage : null;
}

function withoutQuotes({ text }: NonNullable<Pair['value']>): string {
  const quote = text.charAt(0);
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

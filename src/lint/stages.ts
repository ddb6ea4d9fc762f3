import { readCopied } from './copied.ts';
import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';

/** The number of the stage that the file builds; -1 where it has no FROM. */
export function finalStage({ stages }: Pick<LintContext, 'stages'>): number {
  return stages.length - 1;
}

/** By number of the stage: the last instruction of that name that holds in it, its own, else that of the stage below. Those in ONBUILD are not meant. */
export function lastInStages({ instructions, stages }: LintContext, keyword: string): ReadonlyMap<number, LintInstruction> {
  const last = new Map<number, LintInstruction>();
  for (const one of instructions) if (one.keyword === keyword && !one.isOnBuild) last.set(one.stage, one);
  for (const { index } of stages) {
    const below = last.get(stageBelow(stages, index));
    if (below !== undefined && !last.has(index)) last.set(index, below);
  }
  return last;
}

/** The number of the stage that a FROM names, which is always a lower one; -2 where it names an image. */
export function stageBelow(stages: LintContext['stages'], stage: number): number {
  const base = stages[stage]?.base;
  return base?.kind === 'stage' ? base.stage : -2;
}

/** The number of the last of the stages that a stage stands on, itself included. */
export function lowestStage(stages: LintContext['stages'], stage: number): number {
  const below = stageBelow(stages, stage);
  let lowest = stage;
  for (let next = below; next >= 0; next = stageBelow(stages, next)) lowest = next;
  return lowest;
}

/** Numbers of the stages that others stand on. */
export function stagesStoodOn({ stages }: Pick<LintContext, 'stages'>): ReadonlySet<number> {
  return new Set(stages.map(({ index }) => stageBelow(stages, index)));
}

/** Numbers of the stages that some COPY takes files from. */
export function stagesCopiedFrom({ instructions, stages }: LintContext): ReadonlySet<number> {
  const byName = new Map(stages.map(({ name, index }) => [name, index]));
  const named = instructions
    .filter(({ keyword }) => keyword === 'COPY')
    .map(({ instruction }) => readCopied(instruction).from?.toLowerCase());
  return new Set(named.flatMap((from) => (from === undefined ? [] : [byName.get(from) ?? Number(from)])));
}

/** Instructions of that name of which the same stage has a later one; those in ONBUILD are not meant. */
export function overridden({ instructions }: LintContext, keyword: string): readonly LintInstruction[] {
  const own = instructions.filter((one) => one.keyword === keyword && !one.isOnBuild);
  return own.filter((one, at) => own[at + 1]?.stage === one.stage);
}

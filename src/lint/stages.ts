import type { Stage } from '../dockerfile/stages.ts';
import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';

/** The number of the stage that the file builds; -1 where it has no FROM. */
export function finalStage({ stages }: Pick<LintContext, 'stages'>): number {
  return stages.length - 1;
}

/** A stage, then the one that its FROM names, down to one that stands on none. */
export function stagesUnder(stages: readonly Stage[], stage: number): readonly number[] {
  const found = [stage];
  for (let base = stages[stage]?.base; base?.kind === 'stage'; base = stages[base.stage]?.base) found.push(base.stage);
  return found;
}

/** The last instruction of that name that holds in a stage: its own, else that of the nearest stage below. Those in ONBUILD are not meant. */
export function lastInStage({ instructions, stages }: LintContext, keyword: string, stage: number): LintInstruction | null {
  const own = instructions.filter((one) => one.keyword === keyword && !one.isOnBuild);
  for (const number of stagesUnder(stages, stage)) {
    const last = own.findLast((one) => one.stage === number);
    if (last !== undefined) return last;
  }
  return null;
}

/** Instructions of that name of which the same stage has a later one; those in ONBUILD are not meant. */
export function overridden({ instructions }: LintContext, keyword: string): readonly LintInstruction[] {
  const own = instructions.filter((one) => one.keyword === keyword && !one.isOnBuild);
  return own.filter((one, at) => own[at + 1]?.stage === one.stage);
}

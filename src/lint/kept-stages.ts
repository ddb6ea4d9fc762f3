import type { LintInstruction } from './instructions.ts';
import type { LintContext } from './rule.ts';

/**
 * Whether what it writes is in some image that is kept: the last stage's, one that another stage stands on, or one that is built from
 * this later, by ONBUILD. Of other stages only what COPY takes stays.
 */
export function isKept({ isOnBuild, stage }: LintInstruction, { stages }: LintContext): boolean {
  if (isOnBuild || stage < 0 || stage >= stages.length - 1) return true;
  return stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
}

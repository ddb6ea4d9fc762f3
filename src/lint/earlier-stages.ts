import type { Stage } from '../dockerfile/stages.ts';

/** Whether a stage can take files from what is named so: the name or the number of one before it. Of itself it can't, which other rules tell. */
export function namesEarlierStage(from: string, stage: number, stages: readonly Stage[]): boolean {
  if (/^\d+$/.test(from)) return Number(from) < stage;
  const name = from.toLowerCase();
  return stages.some((one) => one.index <= stage && one.name === name);
}

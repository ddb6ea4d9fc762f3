import { EXIT } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';

/** 4 where a problem leaves the answer incomplete, else 0. */
export function exitCodeOf(problems: readonly Problem[]): number {
  return problems.some(({ incomplete }) => incomplete) ? EXIT.incomplete : EXIT.fine;
}

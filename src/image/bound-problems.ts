import type { Problem } from '../model/problem.ts';

/** Problems as they come, of which so many are kept; the rest is counted by kind. */
export interface BoundProblems {
  readonly add: (problem: Problem) => void;
  done(): readonly Problem[];
}

const MOST = 100;

/** A hostile archive has a million of them, and nobody reads more than a few. `most` of each kind are kept. */
export function boundProblems(most = MOST): BoundProblems {
  const kept: Problem[] = [];
  const counts = new Map<string, { count: number; incomplete: boolean }>();
  return {
    add(problem) {
      const tally = counts.get(problem.kind) ?? { count: 0, incomplete: false };
      tally.count += 1;
      tally.incomplete ||= problem.incomplete;
      counts.set(problem.kind, tally);
      if (tally.count <= most) kept.push(problem);
    },
    done: () => [...kept, ...[...counts].filter(([, tally]) => tally.count > most).map(([kind, tally]) => rest(kind, tally, most))],
  };
}

function rest(kind: string, tally: { count: number; incomplete: boolean }, most: number): Problem {
  return { kind, message: `and ${tally.count - most} more of the kind ${kind}`, incomplete: tally.incomplete };
}

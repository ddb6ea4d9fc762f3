import { FromageError } from '../model/error.ts';
import type { Clock } from '../ports/index.ts';

/** A clock that stands still until it is told, or asked to sleep: then it jumps. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
  /** How long each sleep was to last. */
  readonly slept: readonly number[];
}

/** Starts at `now`, milliseconds since 1970. */
export function fakeClock(now = Date.UTC(2026, 0, 1)): FakeClock {
  const slept: number[] = [];
  let time = now;
  return {
    slept,
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted === true) throw new FromageError('interrupted', 'interrupted while waiting');
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
}

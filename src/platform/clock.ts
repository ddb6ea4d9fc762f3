import { FromageError } from '../model/error.ts';
import type { Clock } from '../ports/index.ts';

/** The computer's own clock. */
export const systemClock: Clock = { now: () => Date.now(), sleep };

/** Throws `interrupted` when the signal fires. */
function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(interrupted());
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
    function finish(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop(): void {
      clearTimeout(timer);
      reject(interrupted());
    }
  });
}

function interrupted(): FromageError {
  return new FromageError('interrupted', 'interrupted while waiting');
}

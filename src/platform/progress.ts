import type { Progress, ProgressTask } from '../ports/index.ts';

/** Where progress is drawn: standard error, when a person looks at it. */
export interface Screen {
  readonly columns?: number;
  write(text: string): unknown;
}

/** Nothing is shown before this much time has gone. Milliseconds. */
const PATIENCE = 1000;
const INTERVAL = 200;

/** Shows what takes longer than a second as one line that is wiped when it is done; nothing at all, and no screen opened, where nobody looks. */
export function terminalProgress(isWatched: boolean, open: () => Screen): Progress & { stop(): void } {
  const tasks = new Map<ProgressTask, () => string>();
  let timer: NodeJS.Timeout | null = null;
  let drawn = false;
  const wipe = () => {
    if (drawn) open().write('\r\u001b[K');
    drawn = false;
  };
  const draw = () => {
    const lines = [...tasks.values()].map((line) => line());
    wipe();
    if (lines.length === 0) return;
    const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
    const screen = open();
    screen.write(`\r${`${lines[0]}${more}`.slice(0, (screen.columns ?? 80) - 1)}`);
    drawn = true;
  };
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    wipe();
  };
  const tick = () => {
    draw();
    timer = setTimeout(tick, INTERVAL).unref();
  };
  return {
    stop,
    start(label, total) {
      let [bytes, begun] = [0, 0];
      begun = Date.now();
      const task: ProgressTask = {
        advance: (count) => {
          bytes += count;
        },
        done: () => {
          tasks.delete(task);
          if (tasks.size === 0) stop();
        },
      };
      if (!isWatched) return task;
      tasks.set(task, () => `${label} ${amount(bytes, total)} ${Math.round((Date.now() - begun) / 1000)} s`);
      timer ??= setTimeout(tick, PATIENCE).unref();
      return task;
    },
  };
}

function amount(bytes: number, total: number | null): string {
  if (bytes === 0) return '…';
  const done = `${(bytes / 1e6).toFixed(1)} MB`;
  return total === null || total === 0
    ? done
    : `${done} of ${(total / 1e6).toFixed(1)} MB (${Math.min(100, Math.floor((bytes / total) * 100))} %)`;
}

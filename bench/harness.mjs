/**
 * Measures ratios. Machines differ and are busy, so nothing is compared with a figure from another run: all that is compared runs
 * in turn, in one run, and the medians are divided.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';

/** The program as a person starts it, under this Node. */
export const FROMAGE = [process.execPath, join(ROOT, 'bin/fromage.cjs')];

/** Calls `use` with a temporary folder (and an empty script in it), and removes it. */
export async function withFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'fromage-bench-'));
  writeFileSync(join(folder, 'empty.cjs'), '');
  try {
    return await use(folder, [process.execPath, join(folder, 'empty.cjs')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Milliseconds that a command takes, as a timer for timeInTurn. It runs with a home of its own in `folder`. Throws where it ends
 * with another exit code than `codes`, so that a command that fails fast is not taken for a fast one.
 */
export function timerOf([command, ...args], folder, codes = [0]) {
  const caches = { HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), XDG_DATA_HOME: join(folder, 'data') };
  const { DOCKER_HOST: _, ...environment } = { ...process.env, ...caches, NO_COLOR: '1' };
  return () => {
    const started = performance.now();
    const { status, stderr, error } = spawnSync(command, args, {
      env: environment,
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    });
    const milliseconds = performance.now() - started;
    if (codes.includes(status)) return milliseconds;
    throw new Error(`${[command, ...args].join(' ')} ended with ${error?.message ?? status}: ${(stderr ?? '').trim().split('\n')[0]}`);
  };
}

/** The median time of each timer (name → function that gives milliseconds): all in turn, `rounds` times, after one round for nothing. */
export function timeInTurn(timers, rounds) {
  const times = Object.fromEntries(Object.keys(timers).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, timer] of Object.entries(timers)) {
      const milliseconds = timer();
      if (round >= 0) times[name].push(milliseconds);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

/** The middle one; of an even number, halfway between the middle two. NaN of none. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A row of the table: what, as a ratio to what, and the limit (null: none is set). Times in milliseconds. */
export function ratioRow(what, milliseconds, against, base, limit) {
  const ratio = milliseconds / base;
  return { what, ratio, limit, detail: `${milliseconds.toFixed(0)} ms, ${against} ${base.toFixed(0)} ms` };
}

/** Whether a row keeps its limit. A ratio that is no number keeps none. */
export function isWithin({ ratio, limit }) {
  return limit === null ? Number.isFinite(ratio) : ratio <= limit;
}

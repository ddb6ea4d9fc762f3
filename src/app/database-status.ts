import { dayUpTo, latestDay } from '../advisories/day.ts';
import type { DatabaseSource } from '../advisories/database-file.ts';
import type { AdvisorySet } from '../model/advisory.ts';
import { FromageError } from '../model/error.ts';
import { type DatabaseFile, databasePath, type DatabasePorts } from './database-files.ts';

/** A database, and what it holds. */
export interface DatabaseStatus {
  /** Null for the bundled one. */
  readonly name: string | null;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** The newest day of its sets; null where none says it. */
  readonly date: string | null;
  /** Days since then. */
  readonly age: number | null;
  readonly sets: readonly AdvisorySet[];
  readonly sources: readonly DatabaseSource[];
  /** Why it can't be read; null where it can. */
  readonly problem: string | null;
}

/** All databases, the bundled first. */
export async function databaseStatus(ports: DatabasePorts): Promise<readonly DatabaseStatus[]> {
  const files = await ports.databases();
  return Promise.all(files.map((file) => statusOf(file, ports.store.clock.now())));
}

async function statusOf(file: DatabaseFile, now: number): Promise<DatabaseStatus> {
  const { name, path, size } = file;
  try {
    const { sets: told, sources } = await file.open();
    const latest = latestDay(now);
    const sets = told.map((set) => ({ ...set, date: dayUpTo(set.date, latest) }));
    const date = newestOf(sets);
    return { name, path, size, date, age: date === null ? null : daysSince(date, now), sets, sources, problem: null };
  } catch (error) {
    if (!FromageError.is(error)) throw error;
    return { name, path, size, date: null, age: null, sets: [], sources: [], problem: error.message };
  }
}

/** Whole days from a day to a time; none where it is yet to come. */
export function daysSince(day: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(`${day}T00:00:00Z`)) / 86_400_000));
}

function newestOf(sets: readonly AdvisorySet[]): string | null {
  return (
    sets
      .flatMap(({ date }) => date ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

/** Takes one of the user's databases away. Throws `usage`, and `not-found` where there is none of that name. */
export async function removeDatabase(name: string, { store }: DatabasePorts): Promise<void> {
  const path = databasePath(name, store);
  if ((await store.files.status(path)) === null)
    throw new FromageError('not-found', `there is no database called ${name}`, { hint: 'fromage db status lists them' });
  await store.files.remove(path);
}

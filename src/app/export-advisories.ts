import { buildDatabase } from '../advisories/build-database.ts';
import { copyAdvisories } from '../advisories/copy-advisories.ts';
import { latestDay } from '../advisories/day.ts';
import { joinBytes } from '../codec/join-bytes.ts';
import type { DatabasePorts } from './database-files.ts';

/** What all databases say together. */
export interface JoinedDatabase {
  readonly bytes: Uint8Array;
  readonly advisories: number;
}

/** All databases as one, as a scan hears them. The same databases give the same bytes. Throws what opening one throws. */
export async function joinDatabases({ databases, store }: DatabasePorts): Promise<JoinedDatabase> {
  const files = await databases();
  const task = store.progress.start('joining databases', null);
  try {
    const builder = buildDatabase();
    const advisories = await copyAdvisories(await Promise.all(files.map((file) => file.open())), builder, latestDay(store.clock.now()));
    return { bytes: joinBytes(builder.finish()), advisories };
  } finally {
    task.done();
  }
}

/** Writes them to a file. */
export async function exportAdvisories(
  path: string,
  ports: DatabasePorts,
): Promise<{ readonly size: number; readonly advisories: number }> {
  const { bytes, advisories } = await joinDatabases(ports);
  await ports.store.files.write(path, bytes);
  return { size: bytes.length, advisories };
}

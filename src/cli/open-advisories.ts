import { latestDay } from '../advisories/day.ts';
import { openDatabase } from '../advisories/open-database.ts';
import { overlayDatabases } from '../advisories/overlay.ts';
import { DATABASE_SUFFIX, type DatabaseFile } from '../app/database-files.ts';
import type { Files, LookUpAdvisories, RandomAccess } from '../ports/index.ts';

export const BUNDLED_DATABASE = 'advisories.adv';

/** Opens a file by its path; whoever asks sees to it that it is closed in the end. */
type Open = (path: string) => Promise<RandomAccess>;

/** The bundled database and the user's own in `folder`, by name; nothing is opened yet. */
export async function findDatabases(bundled: string, folder: string, files: Files, open: Open): Promise<readonly DatabaseFile[]> {
  const names = (await files.status(folder)) === null ? [] : await files.list(folder);
  const found: DatabaseFile[] = [await fileOf(null, bundled, 'the bundled database of advisories')];
  for (const name of names.filter((one) => one.endsWith(DATABASE_SUFFIX) && !one.startsWith('.'))) {
    const path = files.join(folder, name);
    found.push(await fileOf(name.slice(0, -DATABASE_SUFFIX.length), path, path));
  }
  return found;

  async function fileOf(name: string | null, path: string, where: string): Promise<DatabaseFile> {
    const size = (await files.status(path))?.size ?? 0;
    return { name, path, size, open: async () => openDatabase(await open(path), where) };
  }
}

/** All of them as one. `now` in milliseconds since 1970. */
export async function openAdvisories(databases: readonly DatabaseFile[], now: number): Promise<LookUpAdvisories> {
  return overlayDatabases(await Promise.all(databases.map((file) => file.open())), latestDay(now));
}

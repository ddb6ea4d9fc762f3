import { openDatabase } from '../advisories/open-database.ts';
import { overlayDatabases } from '../advisories/overlay.ts';
import type { Files, LookUpAdvisories, RandomAccess } from '../ports/index.ts';

/** Where the user's own databases are kept, beside the bundled one. */
export const DATABASE_SUFFIX = '.adv';
export const BUNDLED_DATABASE = 'advisories.adv';

/** The bundled database and the user's own, as one. */
export async function openAdvisories(
  openBundled: (name: string) => Promise<RandomAccess>,
  folder: string,
  files: Files,
): Promise<LookUpAdvisories> {
  const bundled = await openDatabase(await openBundled(BUNDLED_DATABASE), 'the bundled database of advisories');
  const names = (await files.status(folder)) === null ? [] : await files.list(folder);
  const own = names
    .filter((name) => name.endsWith(DATABASE_SUFFIX))
    .map(async (name) => openDatabase(await files.open(files.join(folder, name)), files.join(folder, name)));
  return overlayDatabases([bundled, ...(await Promise.all(own))]);
}

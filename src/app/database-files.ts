import type { AdvisoryDatabase } from '../advisories/open-database.ts';
import { joinBytes } from '../codec/join-bytes.ts';
import { FromageError } from '../model/error.ts';
import type { StorePorts } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';

/** A file of compiled advisories. */
export interface DatabaseFile {
  /** Null for the bundled one. */
  readonly name: string | null;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Throws `malformed`, `unsupported`, `truncated`. */
  open(): Promise<AdvisoryDatabase>;
}

/** What the commands about databases ask of the world. */
export type DatabasePorts = Pick<AppPorts, 'store' | 'databases'>;

export const DATABASE_SUFFIX = '.adv';

const NAME = /^[a-z0-9][a-z0-9_-]{0,99}$/;

/** Where the user's own databases are. */
export function databaseFolder({ files, environment }: StorePorts): string {
  return files.join(environment.dataFolder, 'advisories');
}

/** Where a database of that name is, or would be. Throws `usage` where it can be none. */
export function databasePath(name: string, store: StorePorts): string {
  if (NAME.test(name)) return store.files.join(databaseFolder(store), `${name}${DATABASE_SUFFIX}`);
  throw new FromageError('usage', `"${name}" is no name for a database`, {
    hint: 'Up to 100 small letters, digits, dashes and underscores: debian-2026.',
  });
}

/** A name made of what something is called: `/data/Debian 12.json.gz` → `debian-12`. */
export function nameAfter(called: string): string {
  const last = called.split('/').findLast((part) => part !== '' && part !== '.') ?? '';
  const plain = last.toLowerCase().replace(/\.(jsonl?|csv|gz|zst|zip|adv)\b/g, '');
  const name = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  return name === '' ? 'imported' : name;
}

/** Put in place at once: who reads meanwhile sees the old or the new, and a program that ends before leaves the old. Gives its size. */
export async function writeDatabaseFile(path: string, parts: readonly Uint8Array[], store: StorePorts): Promise<number> {
  const bytes = joinBytes(parts);
  await removeLeftovers(store);
  await store.files.write(path, bytes);
  return bytes.length;
}

/** Nobody writes for so long. Milliseconds. */
const LEFTOVER_AGE = 60 * 60 * 1000;

/** What a program that was killed while it wrote left behind. */
async function removeLeftovers(store: StorePorts): Promise<void> {
  const { files, clock } = store;
  const folder = databaseFolder(store);
  if ((await files.status(folder)) === null) return;
  for (const name of await files.list(folder)) {
    if (!/^\..*\.adv\..*\.tmp$/.test(name)) continue;
    const path = files.join(folder, name);
    const status = await files.status(path);
    if (status !== null && status.modified < clock.now() - LEFTOVER_AGE) await files.remove(path);
  }
}

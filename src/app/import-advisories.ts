import { buildDatabase, type DatabaseBuilder } from '../advisories/build-database.ts';
import { copyAdvisories } from '../advisories/copy-advisories.ts';
import { looksLikeDatabase, START_BYTES } from '../advisories/database-file.ts';
import { dayUpTo, latestDay } from '../advisories/day.ts';
import { importDocuments } from '../advisories/import-documents.ts';
import { type AdvisoryDatabase, openDatabase } from '../advisories/open-database.ts';
import { readDocuments } from '../advisories/read-documents.ts';
import { FromageError } from '../model/error.ts';
import type { ProgressTask, RandomAccess } from '../ports/index.ts';
import type { StorePorts } from '../store/source.ts';
import { databasePath, nameAfter, writeDatabaseFile } from './database-files.ts';
import { collectTold, type Told } from './told.ts';

export interface ImportRequest {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** What the database is called; null: after the path, or `imported` where there are several. One of that name is replaced. */
  readonly name: string | null;
  /** The person's word of which ecosystems all is there, as OSV writes them: `npm`, `Alpine:v3.20`. */
  readonly complete: readonly string[];
  /** The day it was true, where the files don't say: what is complete, where anything is. Null: their newest advisory says it. */
  readonly date: string | null;
}

/** What came of an import. */
export interface Imported {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly files: number;
  /** Advisories that were taken. */
  readonly taken: number;
  readonly told: Told;
}

/**
 * Makes a database of files: OSV records and what else a feed reads, alone, in lines, packed, in zip files and folders, and databases that
 * were exported. What can't be read is told, and the rest is used. Throws `not-found`, `usage`, and `malformed` where nothing is of use:
 * then a database of that name stays as it was.
 */
export async function importAdvisories(request: ImportRequest, store: StorePorts): Promise<Imported> {
  const { paths } = request;
  if (paths.length === 0) throw new FromageError('usage', 'nothing to import', { hint: 'Name files or folders: fromage db import PATH…' });
  if (request.date !== null && !/^\d{4}-\d{2}-\d{2}$/.test(request.date))
    throw new FromageError('usage', `"${request.date}" is no day`, { hint: 'Days are written 2026-05-30.' });
  if (request.date !== dayUpTo(request.date, latestDay(store.clock.now())))
    throw new FromageError('usage', `${request.date} is yet to come`, { hint: 'Name the day when what is imported was true.' });
  const name = request.name ?? (paths.length === 1 ? nameAfter(paths[0] ?? '') : 'imported');
  const path = databasePath(name, store);
  const files = await findFiles(paths, store);
  const told = collectTold();
  const builder = buildDatabase();
  let taken = 0;
  const task = store.progress.start(`reading ${files.length === 1 ? '1 file' : `${files.length} files`}`, sizeOf(files));
  try {
    for (const file of files) taken += await importFile(file.path, request, builder, told.tell, task, store);
  } finally {
    task.done();
  }
  if (taken === 0)
    throw new FromageError('malformed', `nothing in ${paths.join(', ')} is an advisory${told.first === null ? '' : `: ${told.first}`}`, {
      hint: 'docs/feeds.md lists what is read.',
    });
  const missing = request.complete.filter((ecosystem) => !builder.has(ecosystem));
  if (missing.length > 0)
    throw new FromageError('usage', `nothing in ${paths.join(', ')} is about ${missing.join(', ')}`, {
      hint: 'Ecosystems are written as in OSV: npm, PyPI, Debian:12.',
    });
  const complete = { ecosystems: request.complete, date: request.date };
  const size = await writeDatabaseFile(path, builder.finish({ complete }), store);
  return { name, path, size, files: files.length, taken, told: told.all() };
}

/** Gives how many advisories were taken. A file that breaks off is used as far as it goes. */
async function importFile(
  path: string,
  { complete, date }: ImportRequest,
  builder: DatabaseBuilder,
  tell: (where: string, what: string) => void,
  task: ProgressTask,
  store: StorePorts,
): Promise<number> {
  const latest = latestDay(store.clock.now());
  let file: RandomAccess | null = null;
  let taken = 0;
  try {
    file = await store.files.open(path);
    const metered = meter(file, task);
    const start = new Uint8Array(START_BYTES);
    if (looksLikeDatabase(start.subarray(0, await file.read(0, start))))
      return await importDatabase(await openDatabase(metered, path), path, builder, latest, tell);
    const counting = { ...builder, add: (...of: Parameters<DatabaseBuilder['add']>) => void (builder.add(...of), (taken += 1)) };
    await importDocuments(readDocuments(path, metered, store.inflate, tell), counting, {
      date: complete.length > 0 ? null : date,
      latest,
      tell,
    });
  } catch (error) {
    if (!FromageError.is(error) || error.code === 'interrupted') throw error;
    tell(path, error.message);
  } finally {
    await file?.close();
  }
  return taken;
}

async function importDatabase(
  database: AdvisoryDatabase,
  path: string,
  builder: DatabaseBuilder,
  latest: string,
  tell: (where: string, what: string) => void,
): Promise<number> {
  for (const { publisher, family, release, date } of database.sets)
    if (date !== dayUpTo(date, latest))
      tell(path, `what ${[publisher, family, release].filter(Boolean).join(' ')} says is dated ${date}, which is yet to come`);
  return copyAdvisories([database], builder, latest);
}

function meter(file: RandomAccess, task: ProgressTask): RandomAccess {
  return {
    size: file.size,
    close: () => file.close(),
    read: async (offset, into) => {
      const got = await file.read(offset, into);
      task.advance(got);
      return got;
    },
  };
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
}

const MAX_DEPTH = 16;
const DATA = /\.(jsonl?|csv|gz|zst|zip|adv)$/;

/** Of folders all files below that are called like data. */
async function findFiles(paths: readonly string[], store: StorePorts): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of paths) {
    const status = await store.files.status(path);
    if (status === null) throw new FromageError('not-found', `${path} does not exist`);
    if (status.kind === 'directory') await findBelow(path, 0, found, store);
    else found.push({ path, size: status.size });
  }
  if (found.length === 0) throw new FromageError('not-found', `${paths.join(', ')} holds no .json, .jsonl, .csv, .zip or .gz`);
  return found;
}

async function findBelow(folder: string, depth: number, found: FoundFile[], store: StorePorts): Promise<void> {
  const { entries } = await store.files.listEntries(folder);
  for (const { name, kind, size } of entries) {
    const path = store.files.join(folder, name);
    if (kind === 'directory' && depth < MAX_DEPTH && !name.startsWith('.')) await findBelow(path, depth + 1, found, store);
    else if (kind === 'file' && DATA.test(name)) found.push({ path, size });
  }
}

function sizeOf(files: readonly FoundFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

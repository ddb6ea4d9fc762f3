import { buildDatabase } from '../advisories/build-database.ts';
import { type DatabaseSource, redateDatabase } from '../advisories/database-file.ts';
import { latestDay } from '../advisories/day.ts';
import type { FeedDownload } from '../advisories/feed.ts';
import { FEEDS } from '../advisories/feeds/index.ts';
import { importDocuments } from '../advisories/import-documents.ts';
import { readDocuments } from '../advisories/read-documents.ts';
import { FromageError } from '../model/error.ts';
import type { StorePorts } from '../store/source.ts';
import { databasePath, type DatabaseFile, type DatabasePorts, writeDatabaseFile } from './database-files.ts';
import { type Fetched, fetchFeed } from './fetch-feed.ts';
import { noteMetEcosystems, readMetEcosystems } from './met-ecosystems.ts';
import { collectTold, type Told } from './told.ts';

export interface UpdateRequest {
  /** As OSV writes them: `npm`, `Debian:12`. Empty: those that scans met and updates fetched before. */
  readonly ecosystems: readonly string[];
  /** Below which the feeds' addresses are asked for, without their `https://`; null: the feeds themselves. */
  readonly mirror: string | null;
  readonly offline: boolean;
}

/** What became of one database. */
export interface UpdatedDatabase {
  readonly name: string;
  readonly outcome: 'fetched' | 'unchanged' | 'failed';
  /** Advisories that were taken. */
  readonly taken: number;
  /** Bytes; 0 where it failed. */
  readonly size: number;
  readonly told: Told;
  /** Why it failed. */
  readonly problem: string | null;
}

export interface Updated {
  readonly databases: readonly UpdatedDatabase[];
  /** Ecosystems that were met, and that no feed has anything of. */
  readonly unknown: readonly string[];
}

/**
 * Fetches what is newer than what is there, each feed into a database of its own, one after the other. One that fails stays as it was, and
 * is told beside the others. Throws `offline`, `usage` where an ecosystem is known to no feed, or none was named or met.
 */
export async function updateAdvisories(request: UpdateRequest, ports: DatabasePorts): Promise<Updated> {
  const { store } = ports;
  if (request.offline)
    throw new FromageError('offline', 'advisories are fetched from the network, and --offline was given', {
      hint: 'fromage db import reads files',
    });
  const asked = request.ecosystems.length > 0 ? request.ecosystems : await readMetEcosystems(store);
  if (asked.length === 0)
    throw new FromageError('usage', 'no scan has met an ecosystem yet', {
      hint: 'Name some: fromage db update Debian:12 npm. docs/feeds.md lists them.',
    });
  const known = asked.filter((ecosystem) => downloadsOf(ecosystem).length > 0);
  const unknown = asked.filter((ecosystem) => !known.includes(ecosystem));
  if (request.ecosystems.length > 0 && unknown.length > 0)
    throw new FromageError('usage', `no feed has anything of ${unknown.join(', ')}`, {
      hint: 'docs/feeds.md lists what is known: npm, Debian, Alpine:v3.20 …',
    });
  const downloads = new Map([null, ...known].flatMap(downloadsOf).map((download) => [download.database, download]));
  const before = await ports.databases();
  const databases: UpdatedDatabase[] = [];
  for (const download of downloads.values()) databases.push(await updateOne(download, before, request.mirror, store));
  const failed = new Set(databases.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name));
  const had = known.filter((ecosystem) => downloadsOf(ecosystem).every(({ database }) => !failed.has(database)));
  await noteMetEcosystems(had, store);
  return { databases, unknown };
}

function downloadsOf(ecosystem: string | null): readonly FeedDownload[] {
  return FEEDS.flatMap((feed) => feed.downloads(ecosystem));
}

async function updateOne(
  { database: name, urls, completes }: FeedDownload,
  databases: readonly DatabaseFile[],
  mirror: string | null,
  store: StorePorts,
): Promise<UpdatedDatabase> {
  const told = collectTold();
  const fetched: Fetched[] = [];
  try {
    const path = databasePath(name, store);
    const before = await sourcesOf(databases.find((file) => file.name === name));
    const places = urls.map((url) => (mirror === null ? url : `${mirror.replace(/\/+$/, '')}/${url.replace(/^https:\/\//, '')}`));
    for (const url of places) fetched.push(await fetchFeed(url, before.find((one) => one.url === url) ?? null, store));
    if (fetched.every(({ isNew }) => !isNew)) return { ...(await redate(name, path, store)), told: told.all() };
    // A database is made of all its parts anew.
    for (const [at, one] of fetched.entries()) if (!one.isNew) fetched[at] = await fetchFeed(one.source.url, null, store);
    const { taken, parts } = await compile(fetched, completes, told.tell, store);
    const size = await writeDatabaseFile(path, parts, store);
    return { name, outcome: 'fetched', taken, size, told: told.all(), problem: null };
  } catch (error) {
    if (!FromageError.is(error) || error.code === 'interrupted') throw error;
    return { name, outcome: 'failed', taken: 0, size: 0, told: told.all(), problem: error.message };
  } finally {
    for (const one of fetched) if (one.isNew) await one.file.close();
  }
}

/** What a database was fetched from; nothing where it is not there, or damaged: then it is fetched anew. */
async function sourcesOf(file: DatabaseFile | undefined): Promise<readonly DatabaseSource[]> {
  try {
    return file === undefined ? [] : (await file.open()).sources;
  } catch (error) {
    if (FromageError.is(error)) return [];
    throw error;
  }
}

/** Nothing is newer: what is there holds today too. */
async function redate(name: string, path: string, store: StorePorts): Promise<Omit<UpdatedDatabase, 'told'>> {
  const bytes = await store.files.read(path, MAX_DATABASE);
  const size = await writeDatabaseFile(path, redateDatabase(bytes, today(store), path), store);
  return { name, outcome: 'unchanged', taken: 0, size, problem: null };
}

const MAX_DATABASE = 2 * 1024 ** 3;

/** Throws `malformed` where nothing is of use, so that what is there stays. */
async function compile(
  fetched: readonly Fetched[],
  completes: readonly string[],
  tell: (where: string, what: string) => void,
  store: StorePorts,
): Promise<{ readonly taken: number; readonly parts: readonly Uint8Array[] }> {
  const builder = buildDatabase();
  let taken = 0;
  for (const one of fetched) {
    if (!one.isNew) continue;
    const documents = readDocuments(one.source.url, one.file, store.inflate, tell);
    taken += (await importDocuments(documents, builder, { date: null, latest: latestDay(store.clock.now()), tell })).taken;
  }
  if (taken === 0) throw new FromageError('malformed', `${fetched.map(({ source }) => source.url).join(', ')} holds no advisory`);
  return {
    taken,
    parts: builder.finish({ complete: { ecosystems: completes, date: today(store) }, sources: fetched.map(({ source }) => source) }),
  };
}

function today({ clock }: StorePorts): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

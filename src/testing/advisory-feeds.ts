import { buildDatabase } from '../advisories/build-database.ts';
import type { Feed, FeedAnswer } from '../advisories/feed.ts';
import { importDocuments } from '../advisories/import-documents.ts';
import { openDatabase } from '../advisories/open-database.ts';
import { bytesAsFile } from '../codec/read-at.ts';
import type { Advisory } from '../model/advisory.ts';

/** What a feed made of a document, and what it told. */
export interface ReadFeed {
  readonly answer: FeedAnswer;
  readonly advisories: readonly Advisory[];
  /** `where: what`. */
  readonly told: readonly string[];
}

export function readWith(feed: Feed, value: unknown): ReadFeed {
  const told: string[] = [];
  const answer = feed.read({ name: 'test.json', value }, (where, what) => void told.push(`${where}: ${what}`));
  return { answer, advisories: [...answer.advisories], told };
}

/** The ids under which a database made of documents names a package. Each document must be one that this feed recognises. */
export async function findingsIn(feed: Feed, values: unknown, family: string, name: string): Promise<readonly string[]> {
  const documents = (Array.isArray(values) && !feed.recognises({ name: '', value: values }) ? values : [values]).map(
    (value: unknown, at) => ({
      name: `document ${at}`,
      value,
    }),
  );
  for (const document of documents) if (!feed.recognises(document)) throw new Error(`${document.name} is not recognised`);
  const builder = buildDatabase();
  await importDocuments(eachOf(documents), builder, { date: null, latest: '9999-12-31', tell: () => undefined });
  const database = await openDatabase(bytesAsFile(Buffer.concat(builder.finish())), 'test.adv');
  return (await database.packages(family, name)).map(({ id }) => id).filter((id, at, all) => all.indexOf(id) === at);
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}

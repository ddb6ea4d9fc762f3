import type { Advisory } from '../model/advisory.ts';
import { FromageError } from '../model/error.ts';
import type { DatabaseBuilder } from './build-database.ts';
import { dayUpTo } from './day.ts';
import type { FeedDocument } from './feed.ts';
import { FEEDS } from './feeds/index.ts';

/** What came of documents. */
export interface ImportCount {
  /** Advisories that were taken. */
  taken: number;
  /** Documents and advisories that were passed over. */
  passedOver: number;
}

/** What is known of all documents beside what they say. */
export interface ImportOptions {
  /** The day they were true, where they don't say it; null where that is unknown. */
  readonly date: string | null;
  /** The last day that can be; what is dated later is taken without its date, and told. */
  readonly latest: string;
  readonly tell: (where: string, what: string) => void;
}

/** Hands what each document tells to the builder. What is wrong with one is told, and the rest is used. Throws what reading throws, with what came before used. */
export async function importDocuments(
  documents: AsyncIterable<FeedDocument>,
  builder: DatabaseBuilder,
  options: ImportOptions,
): Promise<ImportCount> {
  const count: ImportCount = { taken: 0, passedOver: 0 };
  for await (const document of documents) {
    try {
      importDocument(document, builder, options, count);
    } catch (error) {
      if (!FromageError.is(error)) throw error;
      count.passedOver += 1;
      options.tell(document.name, error.message);
    }
  }
  return count;
}

function importDocument(
  document: FeedDocument,
  builder: DatabaseBuilder,
  { date: known, latest, tell }: ImportOptions,
  count: ImportCount,
): void {
  const feed = FEEDS.find((one) => one.recognises(document));
  if (feed === undefined) throw new FromageError('unsupported', `${document.name} is of no format that is known`);
  const { advisories, publisher, date: told, complete, parts = false } = feed.read(document, tell);
  const date = dayUpTo(told, latest);
  if (date !== told) tell(document.name, `it is dated ${told}, which is yet to come`);
  for (const advisory of advisories) {
    builder.add(upTo(latest, advisory, tell), { publisher, date: date ?? known, complete, parts });
    count.taken += 1;
  }
}

function upTo(latest: string, advisory: Advisory, tell: ImportOptions['tell']): Advisory {
  const { id, published, modified } = advisory;
  const late = [published, modified].find((day) => day !== dayUpTo(day, latest));
  if (late === undefined) return advisory;
  tell(id, `it is dated ${late}, which is yet to come`);
  return { ...advisory, published: dayUpTo(published, latest), modified: dayUpTo(modified, latest) };
}

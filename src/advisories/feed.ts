import type { Advisory } from '../model/advisory.ts';

/** A text that was read: one record, or all of a feed. */
export interface FeedDocument {
  /** What it is called where it is from, for messages. */
  readonly name: string;
  /** Of JSON; for anything else, the text itself. */
  readonly value: unknown;
}

/** What a feed made of a document. */
export interface FeedAnswer {
  readonly advisories: Iterable<Advisory>;
  /** Who publishes them; null where each advisory's id says it. */
  readonly publisher: string | null;
  /** The day all of it was true; null where the newest advisory says it. */
  readonly date: string | null;
  /** Whether all is in this one document that the publisher has, for the families and releases it names. */
  readonly complete: boolean;
  /** Whether an id may come several times, each time about other packages, releases or repositories: one adds to the other. Absent: the newer replaces the older. */
  readonly parts?: boolean;
}

/** What is fetched to make one database. */
export interface FeedDownload {
  /** The name of the database: lower case letters, digits, dashes. */
  readonly database: string;
  /** All that it is made of, HTTPS. */
  readonly urls: readonly string[];
  /**
   * What all of is in it, as OSV writes them; one without its release is of all releases. It may name others too: a record is about packages
   * of several ecosystems. What the feed's answer says of itself need not be here.
   */
  readonly completes: readonly string[];
}

/** Reads the advisories of one format. Pure: it is handed what was fetched. */
export interface Feed {
  readonly id: string;
  /** A line for people. */
  readonly title: string;
  /** Under which terms its facts may be used. */
  readonly licence: string;
  /** Where it is published. */
  readonly home: string;
  /** What it has, for people: `npm`, `Alpine:v3.20`. */
  readonly ecosystems: readonly string[];
  /** What to fetch for an ecosystem as OSV writes it (`npm`, `Debian:12`); for null, what belongs to none. Empty where the feed has nothing of it. */
  downloads(ecosystem: string | null): readonly FeedDownload[];
  /** Whether a document is of this format. Cheap. */
  recognises(document: FeedDocument): boolean;
  /** Throws `malformed` where the document can't be used at all; what is wrong with one advisory is told in `tell`, and it is passed over. */
  read(document: FeedDocument, tell: (where: string, what: string) => void): FeedAnswer;
}

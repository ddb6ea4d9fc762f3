import { type UnwrappedDocument, unwrapDocument } from '../codec/in-toto.ts';
import { parseJson } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import type { Attachment, Image } from '../model/image.ts';
import type { Digest } from '../model/digest.ts';
import type { Descriptor } from '../model/manifest.ts';
import type { Problem } from '../model/problem.ts';

/** A document that is attached to an image, out of what it came in. */
export interface AttachedDocument extends UnwrappedDocument {
  readonly foundBy: Attachment['foundBy'];
  readonly digest: Digest;
}

const MAX_BYTES = 128 * 1024 * 1024;
const PREDICATE = 'in-toto.io/predicate-type';
const STATEMENTS: ReadonlySet<string> = new Set(['application/vnd.in-toto+json', 'application/vnd.dsse.envelope.v1+json']);

/** What is looked for. */
export interface Wanted<T> {
  /** In a sentence: `An SBOM`. */
  readonly what: string;
  /** Fits media types and predicates that may be it, whatever is written before and after. */
  readonly kinds: RegExp;
  /** Null where a document turns out to be something else. */
  read(document: AttachedDocument): T | null;
}

/** Documents that are attached to an image: statements in its index, as BuildKit makes them, and what refers to it in its registry. What can't be read is told. */
export async function readAttachedDocuments<T>(
  image: Image,
  wanted: Wanted<T>,
): Promise<{ readonly found: readonly T[]; readonly problems: readonly Problem[] }> {
  const found: T[] = [];
  const problems: Problem[] = [];
  for (const attachment of await image.attachments())
    for (const layer of attachment.layers) {
      if (!mayBe(layer, attachment, wanted.kinds)) continue;
      const { value, problem } = await readOne(image, attachment, layer, wanted);
      if (value !== null) found.push(value);
      if (problem !== null) problems.push(problem);
    }
  return { found, problems };
}

/** Statements are opened where nothing says what they are. */
function mayBe({ mediaType, annotations }: Descriptor, attachment: Attachment, kinds: RegExp): boolean {
  const predicate = annotations[PREDICATE] ?? attachment.annotations[PREDICATE];
  if (predicate !== undefined) return kinds.test(predicate);
  return kinds.test(mediaType) || kinds.test(attachment.artifactType ?? '') || STATEMENTS.has(mediaType);
}

async function readOne<T>(
  image: Image,
  attachment: Attachment,
  layer: Descriptor,
  { what, read }: Wanted<T>,
): Promise<{ readonly value: T | null; readonly problem: Problem | null }> {
  const where = attachment.foundBy === 'index' ? 'in the image index' : 'among its referrers';
  try {
    const unwrapped = unwrapDocument(parseJson(await attachment.read(layer, MAX_BYTES), `what is attached ${where}`, MAX_BYTES));
    const value = unwrapped === null ? null : read({ ...unwrapped, foundBy: attachment.foundBy, digest: layer.digest });
    if (unwrapped === null || value === null || isAbout(unwrapped, image)) return { value, problem: null };
    return { value: null, problem: unreadable(`${what} ${where} is about another image and was left out.`, false) };
  } catch (error) {
    if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
    return { value: null, problem: unreadable(`What is attached ${where} could not be read: ${error.message}`, true) };
  }
}

function isAbout({ subjects }: UnwrappedDocument, { manifestDigest, indexDigest, configDigest }: Image): boolean {
  const own = [manifestDigest, indexDigest, configDigest].map(String);
  return subjects.length === 0 || subjects.some((digest) => own.includes(digest));
}

function unreadable(message: string, incomplete: boolean): Problem {
  return { kind: 'unreadable-attachment', message, incomplete };
}

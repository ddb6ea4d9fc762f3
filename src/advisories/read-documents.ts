import { joinBytes } from '../codec/join-bytes.ts';
import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { type ReadLine, readLines } from '../codec/read-lines.ts';
import { bytesAsFile } from '../codec/read-at.ts';
import { readZipDirectory, readZipEntry } from '../codec/zip.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream, Inflate, RandomAccess, ReadAt } from '../ports/index.ts';
import type { FeedDocument } from './feed.ts';

/** A record has some kilobytes; a larger line is nobody's. */
const MAX_LINE = 16 * 1024 * 1024;
/** A whole feed in one document: Debian's tracker has 70 MB. */
const MAX_DOCUMENT = 384 * 1024 * 1024;
/** All documents of a file, unpacked: osv.dev's archive of everything has some gigabytes. */
const MAX_ALL = 32 * 1024 ** 3;
const READ_SIZE = 1024 * 1024;

/** Told where a document can't be read; the others are. */
export type TellDocument = (where: string, what: string) => void;

/** How many more bytes are read. */
interface Budget {
  left: number;
}

/**
 * The documents of a file: of a zip each entry, of lines of JSON each line, else the whole; gzip and zstd are unpacked. Throws `too-large`
 * where all of them have more than `most` bytes, `unsupported`, and what reading throws.
 */
export async function* readDocuments(
  name: string,
  file: RandomAccess | ReadAt,
  inflate: Inflate,
  tell: TellDocument,
  most = MAX_ALL,
): AsyncGenerator<FeedDocument, void, undefined> {
  const budget = { left: most };
  if ((await packingOf(file)) === 'zip') yield* readZip(name, file, inflate, tell, budget);
  else yield* readOne(name, file, inflate, tell, budget);
}

async function packingOf(file: ReadAt): Promise<ReturnType<typeof sniffPacking>> {
  const start = new Uint8Array(MAGIC_LENGTH);
  return sniffPacking(start.subarray(0, await file.read(0, start)));
}

async function* readOne(
  name: string,
  file: ReadAt,
  inflate: Inflate,
  tell: TellDocument,
  budget: Budget,
): AsyncGenerator<FeedDocument, void, undefined> {
  const packing = await packingOf(file);
  if (packing === 'zip') throw new FromageError('unsupported', `${name} is a zip in a zip`, { hint: 'unpack it first' });
  if (packing === 'xz' || packing === 'bzip2')
    throw new FromageError('unsupported', `${name} is packed with ${packing}`, { hint: 'unpack it first' });
  const stored = streamOf(file);
  yield* readText(name, spend(packing === 'none' ? stored : inflate[packing](stored), name, budget), tell);
}

async function* spend(bytes: ByteStream, name: string, budget: Budget): ByteStream {
  for await (const chunk of bytes) {
    budget.left -= chunk.length;
    if (budget.left < 0) throw new FromageError('too-large', `${name} has more bytes than are read`, { hint: 'import it in parts' });
    yield chunk;
  }
}

async function* readZip(
  name: string,
  file: ReadAt,
  inflate: Inflate,
  tell: TellDocument,
  budget: Budget,
): AsyncGenerator<FeedDocument, void, undefined> {
  const { entries } = await readZipDirectory(file);
  for (const entry of entries) {
    if (!/\.(json|jsonl|csv)$/.test(entry.name)) continue;
    const where = `${name}: ${entry.name}`;
    try {
      const bytes = await readZipEntry(file, entry, MAX_LINE);
      yield* readOne(where, bytesAsFile(bytes), inflate, tell, budget);
    } catch (error) {
      if (!FromageError.is(error) || budget.left < 0) throw error;
      tell(where, error.message);
    }
  }
}

/** As soon as the first line is no JSON by itself, it is one document. One that is too long for a line is so only where nothing follows that is one. */
async function* readText(name: string, text: ByteStream, tell: TellDocument): AsyncGenerator<FeedDocument, void, undefined> {
  const whole: Uint8Array[] = [];
  let size = 0;
  let isLines: boolean | null = null;
  for await (const read of readLines(text, MAX_DOCUMENT)) {
    if (isLines !== false && isBlank(read)) continue;
    const value: unknown = isLines === false ? undefined : parse(read);
    if (isLines === null && value !== undefined) {
      if (whole.length > 0) tell(`${name}:1`, tooLong);
      [isLines, whole.length] = [true, 0];
    }
    isLines ??= mayBeLine(read) && whole.length === 0 ? null : false;
    if (isLines !== true) {
      size += (read.bytes?.length ?? MAX_DOCUMENT) + 1;
      if (size > MAX_DOCUMENT) throw new FromageError('too-large', `${name} has over ${MAX_DOCUMENT} bytes in one document`);
      whole.push(read.bytes?.slice() ?? new Uint8Array(0), NEWLINE);
    } else if (value === undefined) tell(`${name}:${read.line}`, read.bytes === null ? tooLong : wrong(read));
    else yield { name: `${name}:${read.line}`, value };
  }
  if (whole.length > 0) yield { name, value: parseWhole(name, whole) };
}

function mayBeLine({ bytes }: ReadLine): boolean {
  return bytes !== null && bytes.length > MAX_LINE;
}

const NEWLINE = Uint8Array.of(0x0a);
const DECODER = new TextDecoder();
const tooLong = `a line with over ${MAX_LINE} bytes is passed over`;

function wrong({ bytes }: ReadLine): string {
  return (bytes?.length ?? 0) > MAX_LINE ? tooLong : 'a line that is no JSON is passed over';
}

function isBlank({ bytes }: ReadLine): boolean {
  return bytes !== null && bytes.every((byte) => byte <= 0x20);
}

function parse({ bytes }: ReadLine): unknown {
  if (bytes === null || bytes.length > MAX_LINE) return undefined;
  const first = bytes.find((byte) => byte > 0x20);
  if (first !== 0x7b && first !== 0xef) return undefined;
  try {
    return JSON.parse(DECODER.decode(bytes));
  } catch {
    return undefined;
  }
}

/** JSON, or the text itself where it does not look like it. Throws `malformed`. */
function parseWhole(name: string, lines: readonly Uint8Array[]): unknown {
  const text = new TextDecoder().decode(joinBytes(lines));
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new FromageError('malformed', `${name} is not valid JSON`);
  }
}

async function* streamOf(file: ReadAt): ByteStream {
  const into = new Uint8Array(READ_SIZE);
  for (let offset = 0; offset < file.size; ) {
    const got = await file.read(offset, into);
    if (got === 0) return;
    yield into.subarray(0, got);
    offset += got;
  }
}

import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';

/** `RpmP`, `Slot`, `BlbS` in the order of the file's bytes; rpm's lib/backend/ndb/rpmpkg.c. All numbers are little-endian. */
const [FILE_MAGIC, SLOT_MAGIC, BLOB_MAGIC] = [0x506d7052, 0x746f6c53, 0x53626c42];
const [HEADER_BYTES, SLOT_BYTES, BLOCK_BYTES, PAGE_BYTES, BLOB_HEADER_BYTES] = [32, 16, 16, 4096, 16];
const MAX_SLOT_PAGES = 65_536;

/** The blobs of rpm's own database format, `Packages.db`: a header for each package. Throws `malformed`, `too-large` over `maxBlobBytes`. */
export async function* readNdb(file: ReadAt, maxBlobBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  const head = await readView(file, 0, HEADER_BYTES);
  if (head.getUint32(0, true) !== FILE_MAGIC) throw malformed('it does not begin as one');
  const slotPages = head.getUint32(12, true);
  if (slotPages > MAX_SLOT_PAGES) throw malformed('it has too many slots');
  // The first page holds the header, in the room of two slots.
  for (let at = HEADER_BYTES; at < slotPages * PAGE_BYTES; at += SLOT_BYTES) {
    const slot = await readView(file, at, SLOT_BYTES);
    if (slot.getUint32(0, true) !== SLOT_MAGIC) throw malformed('a slot is none');
    const [index, block] = [slot.getUint32(4, true), slot.getUint32(8, true)];
    if (block !== 0) yield await readBlob(file, block * BLOCK_BYTES, index, maxBlobBytes);
  }
}

async function readBlob(file: ReadAt, at: number, index: number, maxBytes: number): Promise<Uint8Array> {
  const head = await readView(file, at, BLOB_HEADER_BYTES);
  if (head.getUint32(0, true) !== BLOB_MAGIC || head.getUint32(4, true) !== index) throw malformed('a package is not where its slot says');
  const length = head.getUint32(12, true);
  if (length > maxBytes) throw new FromageError('too-large', `a package's header has ${length} bytes; at most ${maxBytes} are read`);
  const bytes = new Uint8Array(length);
  if ((await file.read(at + BLOB_HEADER_BYTES, bytes)) < length) throw malformed('a package is cut off');
  return bytes;
}

async function readView(file: ReadAt, at: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  if ((await file.read(at, bytes)) < length) throw malformed('it is cut off');
  return new DataView(bytes.buffer);
}

function malformed(why: string): FromageError {
  return new FromageError('malformed', `rpm's database is damaged: ${why}`);
}

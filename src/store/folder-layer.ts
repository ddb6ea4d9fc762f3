import { tarEnd, writeTarHeader } from '../codec/tar-writer.ts';
import { FromageError } from '../model/error.ts';
import type { Layer, PlainLayer } from '../model/image.ts';
import type { ByteStream, Files } from '../ports/index.ts';
import { type FolderItem, type WalkedFolder, walkFolder } from './walk-folder.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * A folder as the one layer of an image: the tar that it would be, of which nothing is written. Headers are made as they are read, and
 * bodies come out of their files, so that who wants few of them reads few. The folder is walked once, here. Throws as walkFolder.
 *
 * No link is followed out of it: a file is opened only where its path is still its real one, and never what is no regular file.
 * A file that can't be read throws `unsupported`, one that became shorter `truncated`: the failure of that file alone.
 */
export async function folderLayer(folder: string, files: Files): Promise<Layer> {
  const walked = await walkFolder(await files.real(folder), files);
  const plain = plainOf(walked, files);
  return {
    diffId: null,
    descriptor: null,
    size: plain.size,
    available: true,
    open: () => streamOf(plain),
    plain: async () => plain,
  };
}

async function* streamOf(plain: PlainLayer): ByteStream {
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < plain.size; ) {
    const count = await plain.read(at, buffer);
    yield buffer.subarray(0, count);
    at += count;
  }
}

type Fill = (item: FolderItem, from: number, into: Uint8Array) => Promise<void>;

function plainOf({ items, end, problems }: WalkedFolder, files: Files): PlainLayer {
  const size = end + tarEnd().length;
  const readBody: Fill = (item, from, into) => readFile(item, from, into, files);
  const fill = async (offset: number, into: Uint8Array, body: Fill): Promise<number> => {
    const whole = into.subarray(0, Math.max(0, Math.min(into.length, size - offset)));
    whole.fill(0);
    for (let at = placeOf(items, offset); at < items.length; at += 1) {
      const item = items[at];
      if (item === undefined || item.start >= offset + whole.length) break;
      await fillItem(item, offset, whole, body);
    }
    return whole.length;
  };
  return {
    size,
    identity: null,
    problems,
    read: (offset, into) => fill(offset, into, readBody),
    skim: (offset, into) => fill(offset, into, async () => {}),
    close: async () => {},
  };
}

/** The last item that begins at or before the offset. */
function placeOf(items: readonly FolderItem[], offset: number): number {
  let [low, high] = [0, items.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** What of an item lies in the bytes from `offset` on. */
async function fillItem(item: FolderItem, offset: number, into: Uint8Array, body: Fill): Promise<void> {
  const until = offset + into.length;
  if (item.start < until && item.offset > offset) {
    const header = writeTarHeader(item.item);
    const from = Math.max(item.start, offset);
    into.set(header.subarray(from - item.start, until - item.start), from - offset);
  }
  const [from, to] = [Math.max(item.offset, offset), Math.min(item.offset + item.size, until)];
  if (from < to) await body(item, from - item.offset, into.subarray(from - offset, to - offset));
}

async function readFile({ path }: FolderItem, from: number, into: Uint8Array, files: Files): Promise<void> {
  let count: number;
  try {
    if ((await files.real(path)) !== path) throw new FromageError('io', `${path} is not where it was`);
    const file = await files.openRegular(path);
    count = await file.read(from, into).finally(() => file.close());
  } catch (error) {
    if (!(error instanceof FromageError) || (error.code !== 'io' && error.code !== 'not-found')) throw error;
    throw new FromageError('unsupported', error.message, { cause: error });
  }
  if (count < into.length) throw new FromageError('truncated', `${path} became shorter while it was read`);
}

import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { windowOf } from '../codec/read-at.ts';
import type { LentBytes, PlainLayer } from '../model/image.ts';
import type { RandomAccess } from '../ports/index.ts';

/** Where a blob lies: a stretch of a file. */
export interface BlobPlace {
  readonly file: RandomAccess;
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** Gives back what was opened for it. */
  close(): Promise<void>;
}

/** The layer at this place, to be read in any order; null where it is compressed (then the place is closed). */
export async function openPlainLayer(place: BlobPlace): Promise<PlainLayer | null> {
  const { file, offset, size, close } = place;
  const stretch = windowOf(file, offset, size);
  try {
    const head = new Uint8Array(MAGIC_LENGTH);
    if (sniffPacking(head.subarray(0, await stretch.read(0, head))) === 'none') {
      return { ...stretch, close, identity: file.identity === undefined ? null : `${file.identity} ${offset}+${size}` };
    }
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return null;
}

/** The bytes at this place, for another thread; null where its file can't be lent (then the place is closed). */
export async function lendPlace({ file, offset, size, close }: BlobPlace): Promise<LentBytes | null> {
  const loan = file.lend?.() ?? null;
  if (loan === null) {
    await close();
    return null;
  }
  const release = (): Promise<void> => {
    loan.release();
    return close();
  };
  return { handle: loan.handle, offset, size, release };
}

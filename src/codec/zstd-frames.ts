import { FromageError } from '../model/error.ts';

/** Splits zstd bytes at the ends of their frames, so that a decoder that stops at the end of a frame can be fed on. */
export interface ZstdFrameSplitter {
  /**
   * The pieces of this chunk to be decoded, in order; none reaches beyond the end of a frame. Skippable frames are left out.
   * Pieces are views of the chunk where they can be. Throws `malformed` where no frame begins or a block is of the reserved kind.
   */
  split(chunk: Uint8Array): readonly Uint8Array[];
  /** Whether all that was fed ends at the end of a frame. */
  complete(): boolean;
}

type State = 'magic' | 'skippable-size' | 'skippable' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

const FRAME_MAGIC = 0xfd2fb528;

/** RFC 8878, section 3.1.1 (frames) and 3.1.2 (skippable frames): only lengths are looked at, never contents. */
export function splitZstdFrames(): ZstdFrameSplitter {
  const field = new Uint8Array(4);
  let state: State = 'magic';
  let filled = 0;
  let left = 4;
  let hasChecksum = false;
  let isLast = false;

  function go(next: State, length: number): void {
    state = next;
    left = length;
    filled = 0;
  }

  /** What follows a part that was read to its end. */
  function advance(): void {
    const value = (field[0] ?? 0) | ((field[1] ?? 0) << 8) | ((field[2] ?? 0) << 16) | ((field[3] ?? 0) << 24);
    if (state === 'magic') return goByMagic(value >>> 0);
    if (state === 'skippable-size') return value === 0 ? go('magic', 4) : go('skippable', value >>> 0);
    if (state === 'descriptor') {
      hasChecksum = (value & 4) !== 0;
      return headerLength(value & 255) === 0 ? go('block-header', 3) : go('header', headerLength(value & 255));
    }
    if (state === 'header') return go('block-header', 3);
    if (state === 'block-header') return goByBlock(value & 0xffffff);
    if (state === 'block') return afterBlock();
    go('magic', 4);
  }

  function goByMagic(magic: number): void {
    if (magic === FRAME_MAGIC) return go('descriptor', 1);
    if (magic >>> 4 === 0x184d2a5) return go('skippable-size', 4);
    throw new FromageError('malformed', 'not zstd: no frame begins where one should');
  }

  function goByBlock(header: number): void {
    isLast = (header & 1) !== 0;
    const kind = (header >>> 1) & 3;
    if (kind === 3) throw new FromageError('malformed', 'zstd data with a block of the reserved kind');
    const length = kind === 1 ? 1 : header >>> 3;
    if (length === 0) return afterBlock();
    go('block', length);
  }

  function afterBlock(): void {
    if (!isLast) return go('block-header', 3);
    if (hasChecksum) return go('checksum', 4);
    go('magic', 4);
  }

  function split(chunk: Uint8Array): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      const part = state;
      const count = Math.min(left, chunk.length - at);
      if (part !== 'skippable' && part !== 'block' && part !== 'header' && part !== 'checksum') {
        if (filled === 0) field.fill(0);
        field.set(chunk.subarray(at, at + count), filled);
        filled += count;
      }
      at += count;
      left -= count;
      if (left === 0) advance();
      const inFrame = part !== 'magic' && !part.startsWith('skippable');
      if (part === 'magic' && state === 'descriptor') pieces.push(field.slice());
      if (!inFrame) start = at;
      else if (state === 'magic') {
        pieces.push(chunk.subarray(start, at));
        start = at;
      }
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    return pieces;
  }

  return { split, complete: () => state === 'magic' && filled === 0 };
}

/** Bytes of the frame header after its descriptor: window, dictionary id and content size. RFC 8878, 3.1.1.1. */
function headerLength(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  return (single ? 0 : 1) + dictionary + contentSize;
}

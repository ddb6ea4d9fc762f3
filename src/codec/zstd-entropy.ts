import { FromageError } from '../model/error.ts';

/** Bits that are read from the last to the first; RFC 8878, section 4.1. Before the first there are zeros. */
export interface ReverseBits {
  readonly source: Uint8Array;
  /** How many are left; below 0 where more were taken than there are. */
  at: number;
}

/** The last byte holds a 1 above the last bit. Throws `malformed`. */
export function startReverseBits(source: Uint8Array): ReverseBits {
  const last = source.at(-1) ?? 0;
  if (last === 0) throw damaged('a stream of bits has no end');
  return { source, at: source.length * 8 - 1 - (Math.clz32(last) - 24) };
}

/** At most 31 at a time. */
export function takeBits(bits: ReverseBits, count: number): number {
  bits.at -= count;
  const [first, shift] = [bits.at >> 3, bits.at & 7];
  let value = 0;
  for (let i = (shift + count + 7) >> 3; i > 0; i -= 1) value = value * 256 + (bits.source[first + i - 1] ?? 0);
  return Math.floor(value / 2 ** shift) % 2 ** count;
}

/** A table of finite state entropy: what each state stands for, and how the next is found. Section 4.1. */
export interface FseTable {
  /** 2 to this are its states. */
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly bases: Uint16Array;
  /** Of its description. */
  readonly bytes: number;
}

/** What a table may be, and how often each symbol comes where nothing describes it. */
export interface FseCode {
  readonly maxSymbol: number;
  readonly maxAccuracy: number;
  readonly accuracy: number;
  readonly usual: readonly number[];
}

/** The table that is described here, or the usual one. Throws `malformed`. */
export function readFseTable(source: Uint8Array | null, code: FseCode): FseTable {
  if (source === null) return buildTable(code.usual, code.accuracy, 0);
  const accuracy = takeForward(source, 0, 4) + 5;
  if (accuracy > code.maxAccuracy) throw damaged('a table is too large');
  const counts: number[] = [];
  let at = 4;
  for (let left = 1 << accuracy; left > 0; ) {
    if (counts.length > code.maxSymbol) throw damaged('a table has too many symbols');
    const bits = 32 - Math.clz32(left + 1);
    const value = takeForward(source, at, bits);
    const half = (1 << (bits - 1)) - 1;
    const few = (1 << bits) - 2 - left;
    const isShort = (value & half) < few;
    at += isShort ? bits - 1 : bits;
    const count = (isShort ? value & half : value > half ? value - few : value) - 1;
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0) at = skipZeros(source, at, counts, code.maxSymbol);
  }
  const bytes = (at + 7) >> 3;
  if (bytes > source.length) throw new FromageError('truncated', 'the compressed part is cut off');
  return buildTable(counts, accuracy, bytes);
}

/** Behind a symbol that never comes: how many more, two bits at a time while they are 3. */
function skipZeros(source: Uint8Array, from: number, counts: number[], maxSymbol: number): number {
  let at = from;
  for (let repeat = 3; repeat === 3 && counts.length <= maxSymbol + 1; at += 2) {
    repeat = takeForward(source, at, 2);
    for (let i = 0; i < repeat; i += 1) counts.push(0);
  }
  return at;
}

function takeForward(source: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 2; i >= 0; i -= 1) value = (value << 8) | (source[(at >> 3) + i] ?? 0);
  return (value >>> (at & 7)) & ((1 << count) - 1);
}

/** Section 4.1.1, "From normalized distribution to decoding tables". -1 is less than one state in all: they stand at the end. */
function buildTable(counts: readonly number[], accuracy: number, bytes: number): FseTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  const next = counts.map((count) => Math.abs(count));
  let end = size;
  for (const [symbol, count] of counts.entries()) if (count === -1) symbols[--end] = symbol;
  let at = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let i = 0; i < count; i += 1) {
      symbols[at] = symbol;
      do at = (at + (size >> 1) + (size >> 3) + 3) & (size - 1);
      while (at >= end);
    }
  }
  if (at !== 0) throw damaged('a table does not add up');
  const [bits, bases] = [new Uint8Array(size), new Uint16Array(size)];
  for (const [state, symbol] of symbols.entries()) {
    const number = next[symbol] ?? 1;
    next[symbol] = number + 1;
    const count = accuracy - (31 - Math.clz32(number));
    bits[state] = count;
    bases[state] = (number << count) - size;
  }
  return { accuracy, symbols, bits, bases, bytes };
}

function damaged(why: string): FromageError {
  return new FromageError('malformed', `the compressed part is damaged: ${why}`);
}

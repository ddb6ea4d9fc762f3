import { FromageError } from '../model/error.ts';
import { type FseTable, readFseTable, type ReverseBits, startReverseBits, takeBits } from './zstd-entropy.ts';
import { decodeHuffman, type HuffmanTable, readHuffmanTable } from './zstd-huffman.ts';

/**
 * Unpacks zstd (RFC 8878) that is whole in memory, to at most `maxBytes`: all its frames, without dictionaries; sums are not checked.
 * Layers go through the port Inflate; this is for the small files that extractors meet. Throws `malformed`, `truncated`, `too-large`.
 */
export function unpackZstd(source: Uint8Array, maxBytes: number): Uint8Array {
  const output: Output = { maxBytes, buffer: new Uint8Array(Math.min(maxBytes, Math.max(256, source.length * 4))), length: 0 };
  for (let at = 0; at < source.length; ) {
    const magic = read(source, at, 4);
    if (magic >>> 4 === 0x184d2a5) at += 8 + read(source, at + 4, 4);
    else if (magic === 0xfd2fb528) at = unpackFrame(source, at + 4, output);
    else throw damaged('no frame begins where one should');
  }
  return output.buffer.subarray(0, output.length);
}

interface Output {
  readonly maxBytes: number;
  buffer: Uint8Array;
  length: number;
}

/** What blocks of a frame leave to the next. */
interface FrameState {
  /** Where the frame begins in the output: no match reaches before it. */
  readonly start: number;
  readonly offsets: [number, number, number];
  huffman: HuffmanTable | null;
  /** Of literal lengths, offsets, match lengths. */
  readonly tables: [FseTable | null, FseTable | null, FseTable | null];
}

/** Section 3.1.1.1; returns where the frame ends. */
function unpackFrame(source: Uint8Array, from: number, output: Output): number {
  const descriptor = read(source, from, 1);
  const isSingle = (descriptor & 0x20) !== 0;
  if ((descriptor & 0x08) !== 0) throw damaged('a reserved bit is set');
  if (read(source, from + 1 + (isSingle ? 0 : 1), DICTIONARY[descriptor & 3] ?? 0) !== 0) throw damaged('it needs a dictionary');
  const sizeBytes = descriptor >>> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >>> 6);
  const state: FrameState = { start: output.length, offsets: [1, 4, 8], huffman: null, tables: [null, null, null] };
  let at = from + 1 + (isSingle ? 0 : 1) + (DICTIONARY[descriptor & 3] ?? 0) + sizeBytes;
  for (let isLast = false; !isLast; ) {
    const header = read(source, at, 3);
    isLast = (header & 1) === 1;
    const [kind, size] = [(header >>> 1) & 3, header >>> 3];
    at += 3;
    if (size > MAX_BLOCK && kind !== 1) throw damaged('a block is too large');
    const stored = kind === 1 ? 1 : size;
    if (at + stored > source.length) throw cutOff();
    if (kind === 0) append(output, source.subarray(at, at + size));
    else if (kind === 1) fill(output, source[at] ?? 0, size);
    else if (kind === 2) unpackBlock(source.subarray(at, at + size), state, output);
    else throw damaged('a block is of the reserved kind');
    at += stored;
  }
  // Behind the last block may stand a sum of four bytes.
  const end = at + ((descriptor & 4) === 0 ? 0 : 4);
  if (end > source.length) throw cutOff();
  return end;
}

const DICTIONARY = [0, 1, 2, 4];
const MAX_BLOCK = 128 * 1024;

function unpackBlock(block: Uint8Array, state: FrameState, output: Output): void {
  const { literals, end } = readLiterals(block, state);
  const { count, modes, at } = readSequencesHeader(block, end);
  if (count === 0) return append(output, literals);
  let next = at;
  for (const [part, code] of CODES.entries())
    next = readCodeTable(block, next, { part, code, mode: (modes >>> (6 - part * 2)) & 3, state });
  runSequences(startReverseBits(block.subarray(next)), { count, literals, state, output });
}

/** Section 3.1.1.3.1. */
function readLiterals(block: Uint8Array, state: FrameState): { readonly literals: Uint8Array; readonly end: number } {
  const first = read(block, 0, 1);
  const [kind, format] = [first & 3, (first >>> 2) & 3];
  if (kind < 2) {
    const headBytes = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = read(block, 0, headBytes) >>> (headBytes === 1 ? 3 : 4);
    if (size > MAX_BLOCK) throw damaged('a block has too many literals');
    const end = headBytes + (kind === 1 ? 1 : size);
    if (end > block.length) throw cutOff();
    return { literals: kind === 1 ? new Uint8Array(size).fill(block[headBytes] ?? 0) : block.subarray(headBytes, end), end };
  }
  const bits = format < 2 ? 10 : format === 2 ? 14 : 18;
  const headBytes = (4 + bits * 2) / 8;
  // Up to five bytes, more than fit the operators of 32 bits.
  const head = Math.floor(readWide(block, headBytes) / 16);
  const [size, stored] = [head % 2 ** bits, Math.floor(head / 2 ** bits)];
  const end = headBytes + stored;
  if (size > MAX_BLOCK) throw damaged('a block has too many literals');
  if (end > block.length) throw cutOff();
  let coded = block.subarray(headBytes, end);
  if (kind === 2) {
    const { table, bytes } = readHuffmanTable(coded);
    state.huffman = table;
    coded = coded.subarray(bytes);
  }
  if (state.huffman === null) throw damaged('literals use a table that no block gave');
  return { literals: decodeHuffman(coded, state.huffman, size, format === 0 ? 1 : 4), end };
}

function readWide(block: Uint8Array, bytes: number): number {
  return read(block, 0, 3) + read(block, 3, bytes - 3) * 2 ** 24;
}

function readSequencesHeader(block: Uint8Array, at: number): { readonly count: number; readonly modes: number; readonly at: number } {
  const first = read(block, at, 1);
  if (first === 0) return { count: 0, modes: 0, at: at + 1 };
  const bytes = first < 128 ? 1 : first < 255 ? 2 : 3;
  const second = bytes === 1 ? 0 : read(block, at + 1, bytes - 1);
  const count = bytes === 1 ? first : bytes === 2 ? ((first - 128) << 8) + second : second + 0x7f00;
  const modes = read(block, at + bytes, 1);
  if ((modes & 3) !== 0) throw damaged('reserved bits are set');
  return { count, modes, at: at + bytes + 1 };
}

interface Code {
  readonly maxSymbol: number;
  readonly maxAccuracy: number;
  readonly accuracy: number;
  /** Section 3.1.1.3.2.2.1 to 3: what is so frequent that it need not be written. */
  readonly usual: readonly number[];
}

const CODES: readonly Code[] = [
  {
    maxSymbol: 35,
    maxAccuracy: 9,
    accuracy: 6,
    usual: [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
  },
  {
    maxSymbol: 31,
    maxAccuracy: 8,
    accuracy: 5,
    usual: [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
  },
  {
    maxSymbol: 52,
    maxAccuracy: 9,
    accuracy: 6,
    usual: [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, -1, -1, -1, -1, -1, -1, -1,
    ],
  },
];

interface CodePlace {
  readonly part: number;
  readonly code: Code;
  readonly mode: number;
  readonly state: FrameState;
}

/** Returns where what it read ends. Modes: the usual table, one symbol, a table of its own, that of the block before. */
function readCodeTable(block: Uint8Array, at: number, { part, code, mode, state }: CodePlace): number {
  if (mode === 0) state.tables[part] = readFseTable(null, code);
  else if (mode === 1) {
    const symbol = read(block, at, 1);
    if (symbol > code.maxSymbol) throw damaged('a symbol is of no code');
    state.tables[part] = { accuracy: 0, symbols: Uint8Array.of(symbol), bits: Uint8Array.of(0), bases: Uint16Array.of(0), bytes: 1 };
    return at + 1;
  } else if (mode === 2) {
    const table = readFseTable(block.subarray(at), code);
    state.tables[part] = table;
    return at + table.bytes;
  }
  return at;
}

interface Sequences {
  readonly count: number;
  readonly literals: Uint8Array;
  readonly state: FrameState;
  readonly output: Output;
}

/** Section 3.1.1.3.2 and 3.1.1.4: copy literals, then a match, by turns. */
function runSequences(bits: ReverseBits, { count, literals, state, output }: Sequences): void {
  const [lengths, offsets, matches] = state.tables;
  if (!lengths || !offsets || !matches) throw damaged('sequences use a table that no block gave');
  const at = {
    length: takeBits(bits, lengths.accuracy),
    offset: takeBits(bits, offsets.accuracy),
    match: takeBits(bits, matches.accuracy),
  };
  const blockStart = output.length;
  let used = 0;
  for (let left = count; left > 0; left -= 1) {
    const offsetCode = offsets.symbols[at.offset] ?? 0;
    if (offsetCode > 31) throw damaged('an offset is too large');
    const told = 2 ** offsetCode + takeBits(bits, offsetCode);
    const [matchBase, matchBits] = MATCHES[matches.symbols[at.match] ?? 0] ?? [0, 0];
    const match = matchBase + takeBits(bits, matchBits);
    const [lengthBase, lengthBits] = LENGTHS[lengths.symbols[at.length] ?? 0] ?? [0, 0];
    const length = lengthBase + takeBits(bits, lengthBits);
    if (left > 1) {
      at.length = step(lengths, at.length, bits);
      at.match = step(matches, at.match, bits);
      at.offset = step(offsets, at.offset, bits);
    }
    const offset = offsetOf(told, length, state.offsets);
    if (used + length > literals.length) throw damaged('sequences use more literals than there are');
    append(output, literals.subarray(used, used + length));
    used += length;
    copyMatch(output, offset, match, state.start);
    if (output.length - blockStart > MAX_BLOCK) throw damaged('a block is too large');
  }
  if (bits.at !== 0) throw damaged('sequences do not end where their bits end');
  append(output, literals.subarray(used));
}

function step(table: FseTable, at: number, bits: ReverseBits): number {
  return (table.bases[at] ?? 0) + takeBits(bits, table.bits[at] ?? 0);
}

/** Section 3.1.1.5: 1 to 3 name one of the last three offsets; without literals each the one after it. */
function offsetOf(told: number, length: number, last: [number, number, number]): number {
  if (told > 3) {
    [last[0], last[1], last[2]] = [told - 3, last[0], last[1]];
    return last[0];
  }
  const which = told - 1 + (length === 0 ? 1 : 0);
  const offset = which === 3 ? last[0] - 1 : (last[which] ?? 0);
  if (offset === 0) throw damaged('an offset is 0');
  if (which > 1) last[2] = last[1];
  if (which > 0) [last[0], last[1]] = [offset, last[0]];
  return offset;
}

function copyMatch(output: Output, offset: number, length: number, start: number): void {
  if (offset > output.length - start) throw damaged('a match begins before its frame');
  reserve(output, length);
  const { buffer, length: at } = output;
  if (offset >= length) buffer.copyWithin(at, at - offset, at - offset + length);
  else for (let i = 0; i < length; i += 1) buffer[at + i] = buffer[at - offset + i] ?? 0;
  output.length += length;
}

function append(output: Output, bytes: Uint8Array): void {
  reserve(output, bytes.length);
  output.buffer.set(bytes, output.length);
  output.length += bytes.length;
}

function fill(output: Output, byte: number, count: number): void {
  reserve(output, count);
  output.buffer.fill(byte, output.length, output.length + count);
  output.length += count;
}

function reserve(output: Output, count: number): void {
  const needed = output.length + count;
  if (needed > output.maxBytes) throw new FromageError('too-large', `the compressed part unpacks to over ${output.maxBytes} bytes`);
  if (needed <= output.buffer.length) return;
  const larger = new Uint8Array(Math.min(output.maxBytes, Math.max(needed, output.buffer.length * 2)));
  larger.set(output.buffer.subarray(0, output.length));
  output.buffer = larger;
}

/** Little-endian, up to four bytes. */
function read(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw cutOff();
  let value = 0;
  for (let i = count - 1; i >= 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** Base and bits of each code; section 3.1.1.3.2.1.1. */
const LENGTHS = codeTable(0, [...Array<number>(16).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
const MATCHES = codeTable(3, [...Array<number>(32).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

function codeTable(first: number, bits: readonly number[]): readonly (readonly [base: number, bits: number])[] {
  let base = first;
  return bits.map((count) => {
    const entry = [base, count] as const;
    base += 2 ** count;
    return entry;
  });
}

function damaged(why: string): FromageError {
  return new FromageError('malformed', `the compressed part is damaged: ${why}`);
}

function cutOff(): FromageError {
  return new FromageError('truncated', 'the compressed part is cut off');
}

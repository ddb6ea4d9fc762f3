import { FromageError } from '../model/error.ts';

/**
 * Inflates a raw deflate stream (RFC 1951) that is whole in memory, to at most `maxBytes`. Layers go through the port Inflate; this
 * is for the small parts that extractors meet within files, for extractors ask nothing of the world. `size` is what is expected to
 * come out, where it is known. Throws `malformed`, `truncated`, `too-large`.
 */
export function inflateRaw(source: Uint8Array, maxBytes: number, size: number = source.length * 4): Uint8Array {
  return inflateBlocks(source, startOutput(maxBytes, size)).bytes;
}

/** Inflates a zlib stream (RFC 1950) and checks its sum. Errors as inflateRaw. */
export function inflateZlib(source: Uint8Array, maxBytes: number): Uint8Array {
  const [first = 0, second = 0] = source;
  if (source.length < 6) throw new FromageError('truncated', 'the compressed part ends within its header');
  if ((first & 0x0f) !== 8 || ((first << 8) | second) % 31 !== 0 || (second & 0x20) !== 0) throw damaged('it has no header of zlib');
  const body = source.subarray(2);
  const { bytes, consumed } = inflateBlocks(body, startOutput(maxBytes, source.length * 4));
  if (consumed + 4 > body.length) throw cutOff();
  const told = new DataView(body.buffer, body.byteOffset + consumed, 4).getUint32(0);
  if (told !== adler32(bytes)) throw damaged('its sum is another');
  return bytes;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + 3800);
    for (; at < end; at += 1) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

interface Output {
  readonly maxBytes: number;
  buffer: Uint8Array;
  length: number;
}

interface Input {
  readonly source: Uint8Array;
  at: number;
  /** Bits that were taken from the source and not used, lowest first. */
  held: number;
  count: number;
}

function startOutput(maxBytes: number, size: number): Output {
  return { maxBytes, buffer: new Uint8Array(Math.min(maxBytes, Math.max(size, 256))), length: 0 };
}

function inflateBlocks(source: Uint8Array, output: Output): { readonly bytes: Uint8Array; readonly consumed: number } {
  const input: Input = { source, at: 0, held: 0, count: 0 };
  for (let isLast = false; !isLast; ) {
    isLast = takeBits(input, 1) === 1;
    const kind = takeBits(input, 2);
    if (kind === 0) copyStored(input, output);
    else if (kind === 1) inflateCodes(input, output, fixedCodes());
    else if (kind === 2) inflateCodes(input, output, readCodes(input));
    else throw damaged('it has a block of no known kind');
  }
  return { bytes: output.buffer.subarray(0, output.length), consumed: input.at - (input.count >> 3) };
}

function copyStored(input: Input, output: Output): void {
  takeBits(input, input.count & 7);
  const [length, check] = [takeBits(input, 16), takeBits(input, 16)];
  if ((length ^ check) !== 0xffff) throw damaged('a stored block tells two lengths');
  const start = input.at - (input.count >> 3);
  if (start + length > input.source.length) throw cutOff();
  reserve(output, length);
  output.buffer.set(input.source.subarray(start, start + length), output.length);
  output.length += length;
  input.at = start + length;
  input.held = 0;
  input.count = 0;
}

/** A canonical code as a table: by the next `bits` bits, the symbol and (lowest four bits) how long its code is; 0 is no code. */
interface Code {
  readonly bits: number;
  readonly table: Uint16Array;
}

interface BlockCodes {
  readonly literals: Code;
  readonly distances: Code;
}

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS = Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCE_BASE = DISTANCE_BITS.map((bits, code) => (code < 2 ? code + 1 : 1 + ((2 + (code & 1)) << bits)));
const END_OF_BLOCK = 256;

/** Where nothing can run out within one step, symbols go the fast way; the last few bytes go with care. */
function inflateCodes(input: Input, output: Output, codes: BlockCodes): void {
  for (;;) {
    if (inflateFast(input, output, codes)) return;
    const symbol = takeSymbol(input, codes.literals);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      reserve(output, 1);
      output.buffer[output.length] = symbol;
      output.length += 1;
    } else {
      const length = takeExtended(input, symbol - 257, LENGTH_BASE, LENGTH_BITS);
      const distance = takeExtended(input, takeSymbol(input, codes.distances), DISTANCE_BASE, DISTANCE_BITS);
      copyBack(output, length, distance);
    }
  }
}

/** Bytes that one symbol with its distance takes at most, and that one step gives. */
const STEP_IN = 12;
const STEP_OUT = 260;

/** Takes symbols until input or room become short, then false; true at the end of the block. The same steps as inflateCodes, with all in locals. */
function inflateFast(input: Input, output: Output, { literals, distances }: BlockCodes): boolean {
  const { source } = input;
  const { buffer } = output;
  const [lastIn, lastOut] = [source.length - STEP_IN, buffer.length - STEP_OUT];
  const [literalTable, distanceTable] = [literals.table, distances.table];
  const [literalMask, distanceMask] = [(1 << literals.bits) - 1, (1 << distances.bits) - 1];
  let { at, held, count } = input;
  let { length } = output;
  let ended = false;
  while (at < lastIn && length < lastOut) {
    while (count < 16) {
      held |= (source[at] as number) << count;
      at += 1;
      count += 8;
    }
    const entry = literalTable[held & literalMask] as number;
    const used = entry & 15;
    const symbol = entry >> 4;
    if (used === 0) throw damaged('it has a code that stands for nothing');
    held >>>= used;
    count -= used;
    if (symbol < END_OF_BLOCK) {
      buffer[length] = symbol;
      length += 1;
      continue;
    }
    if (symbol === END_OF_BLOCK) {
      ended = true;
      break;
    }
    if (symbol > 285) throw damaged('it has a length or distance of no known code');
    while (count < 5) {
      held |= (source[at] as number) << count;
      at += 1;
      count += 8;
    }
    const lengthBits = LENGTH_BITS[symbol - 257] as number;
    const end = length + (LENGTH_BASE[symbol - 257] as number) + (held & ((1 << lengthBits) - 1));
    held >>>= lengthBits;
    count -= lengthBits;
    while (count < 15) {
      held |= (source[at] as number) << count;
      at += 1;
      count += 8;
    }
    const distanceEntry = distanceTable[held & distanceMask] as number;
    const distanceUsed = distanceEntry & 15;
    const distanceCode = distanceEntry >> 4;
    if (distanceUsed === 0 || distanceCode > 29) throw damaged('it has a length or distance of no known code');
    held >>>= distanceUsed;
    count -= distanceUsed;
    while (count < 13) {
      held |= (source[at] as number) << count;
      at += 1;
      count += 8;
    }
    const distanceBits = DISTANCE_BITS[distanceCode] as number;
    const from = length - (DISTANCE_BASE[distanceCode] as number) - (held & ((1 << distanceBits) - 1));
    held >>>= distanceBits;
    count -= distanceBits;
    if (from < 0) throw damaged('it refers to what comes before its beginning');
    for (let back = from; length < end; length += 1, back += 1) buffer[length] = buffer[back] as number;
  }
  input.at = at;
  input.held = held;
  input.count = count;
  output.length = length;
  return ended;
}

function takeExtended(input: Input, code: number, bases: readonly number[], extraBits: readonly number[]): number {
  const [base, extra] = [bases[code], extraBits[code]];
  if (base === undefined || extra === undefined) throw damaged('it has a length or distance of no known code');
  return extra === 0 ? base : base + takeBits(input, extra);
}

function copyBack(output: Output, length: number, distance: number): void {
  if (distance > output.length) throw damaged('it refers to what comes before its beginning');
  reserve(output, length);
  const { buffer } = output;
  const end = output.length + length;
  if (distance >= length) buffer.copyWithin(output.length, output.length - distance, end - distance);
  else for (let at = output.length; at < end; at += 1) buffer[at] = buffer[at - distance] ?? 0;
  output.length = end;
}

function reserve(output: Output, more: number): void {
  const needed = output.length + more;
  if (needed <= output.buffer.length) return;
  if (needed > output.maxBytes) throw new FromageError('too-large', `a compressed part is over ${output.maxBytes} bytes when inflated`);
  const grown = new Uint8Array(Math.min(output.maxBytes, Math.max(needed, output.buffer.length * 2)));
  grown.set(output.buffer.subarray(0, output.length));
  output.buffer = grown;
}

function takeSymbol(input: Input, { bits, table }: Code): number {
  while (input.count < bits && input.at < input.source.length) {
    input.held |= (input.source[input.at] ?? 0) << input.count;
    input.at += 1;
    input.count += 8;
  }
  const entry = table[input.held & ((1 << bits) - 1)] ?? 0;
  const used = entry & 15;
  if (used === 0) throw input.count < bits ? cutOff() : damaged('it has a code that stands for nothing');
  if (used > input.count) throw cutOff();
  input.held >>>= used;
  input.count -= used;
  return entry >> 4;
}

/** At most 16 at once, so that with what is held it fits 32 bits. */
function takeBits(input: Input, wanted: number): number {
  while (input.count < wanted) {
    if (input.at >= input.source.length) throw cutOff();
    input.held |= (input.source[input.at] ?? 0) << input.count;
    input.at += 1;
    input.count += 8;
  }
  const value = input.held & ((1 << wanted) - 1);
  input.held >>>= wanted;
  input.count -= wanted;
  return value;
}

let fixed: BlockCodes | null = null;

function fixedCodes(): BlockCodes {
  if (fixed === null) {
    const lengths = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
    fixed = { literals: makeCode(lengths), distances: makeCode(new Uint8Array(30).fill(5)) };
  }
  return fixed;
}

/** The order in which the lengths of the code of lengths come; RFC 1951, 3.2.7. */
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(input: Input): BlockCodes {
  const [literalCount, distanceCount, lengthCount] = [takeBits(input, 5) + 257, takeBits(input, 5) + 1, takeBits(input, 4) + 4];
  const ofLengths = new Uint8Array(19);
  for (const place of LENGTHS_ORDER.slice(0, lengthCount)) ofLengths[place] = takeBits(input, 3);
  const code = makeCode(ofLengths);
  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let at = 0; at < lengths.length; ) {
    const symbol = takeSymbol(input, code);
    const [value, times] = symbol < 16 ? [symbol, 1] : repeated(input, symbol, lengths[at - 1]);
    if (at + times > lengths.length) throw damaged('its codes are more than it says');
    lengths.fill(value, at, at + times);
    at += times;
  }
  return { literals: makeCode(lengths.subarray(0, literalCount)), distances: makeCode(lengths.subarray(literalCount)) };
}

function repeated(input: Input, symbol: number, before: number | undefined): readonly [value: number, times: number] {
  if (symbol === 17) return [0, 3 + takeBits(input, 3)];
  if (symbol === 18) return [0, 11 + takeBits(input, 7)];
  if (before === undefined) throw damaged('it repeats a length before the first');
  return [before, 3 + takeBits(input, 2)];
}

function makeCode(lengths: Uint8Array): Code {
  const bits = Math.max(1, ...lengths);
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(17);
  for (let length = 1, first = 0; length <= 15; length += 1) {
    next[length] = first;
    first += counts[length] ?? 0;
    if (first > 1 << length) throw damaged('it has more codes than there is room for');
    first <<= 1;
  }
  const table = new Uint16Array(1 << bits);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = reverseBits(next[length] ?? 0, length);
    next[length] = (next[length] ?? 0) + 1;
    for (let at = code; at < table.length; at += 1 << length) table[at] = (symbol << 4) | length;
  }
  return { bits, table };
}

function reverseBits(code: number, length: number): number {
  let reversed = 0;
  for (let i = 0; i < length; i += 1) reversed |= ((code >> i) & 1) << (length - 1 - i);
  return reversed;
}

function damaged(why: string): FromageError {
  return new FromageError('malformed', `a compressed part is damaged: ${why}`);
}

function cutOff(): FromageError {
  return new FromageError('truncated', 'a compressed part ends too soon');
}

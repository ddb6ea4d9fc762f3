import { FromageError } from '../model/error.ts';
import { type FseCode, type FseTable, readFseTable, startReverseBits, takeBits } from './zstd-entropy.ts';

/** Which symbol begins with these bits, and how many of them are its; RFC 8878, section 4.2. */
export interface HuffmanTable {
  /** 2 to this are its entries. */
  readonly maxBits: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const MAX_BITS = 11;
const MAX_WEIGHTS = 255;
const WEIGHTS: FseCode = { maxSymbol: 15, maxAccuracy: 6, accuracy: 0, usual: [] };

/** Section 4.2.1: the weights of all symbols but the last, whose weight is what is missing. Throws `malformed`, `truncated`. */
export function readHuffmanTable(source: Uint8Array): { readonly table: HuffmanTable; readonly bytes: number } {
  const head = source[0] ?? 0;
  const bytes = 1 + (head < 128 ? head : (head - 126) >> 1);
  if (bytes > source.length) throw new FromageError('truncated', 'the compressed part is cut off');
  const coded = source.subarray(1, bytes);
  const weights =
    head < 128 ? readWeights(coded) : Array.from({ length: head - 127 }, (_, at) => ((coded[at >> 1] ?? 0) >> (at % 2 === 0 ? 4 : 0)) & 15);
  return { table: buildTable(weights), bytes };
}

/** Two states by turns, until there are no more bits; section 4.2.1.2. */
function readWeights(source: Uint8Array): readonly number[] {
  const table = readFseTable(source, WEIGHTS);
  const bits = startReverseBits(source.subarray(table.bytes));
  const states: [number, number] = [takeBits(bits, table.accuracy), takeBits(bits, table.accuracy)];
  const weights: number[] = [];
  for (let turn: 0 | 1 = 0; weights.length < MAX_WEIGHTS; turn = turn === 0 ? 1 : 0) {
    weights.push(table.symbols[states[turn]] ?? 0);
    states[turn] = nextState(table, states[turn], (count) => takeBits(bits, count));
    if (bits.at >= 0) continue;
    weights.push(table.symbols[states[turn === 0 ? 1 : 0]] ?? 0);
    return weights;
  }
  throw damaged('a table has too many symbols');
}

function nextState(table: FseTable, state: number, take: (count: number) => number): number {
  return (table.bases[state] ?? 0) + take(table.bits[state] ?? 0);
}

function buildTable(told: readonly number[]): HuffmanTable {
  const sum = told.reduce((all, weight) => all + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
  const maxBits = sum === 0 ? 0 : 32 - Math.clz32(sum);
  const missing = 2 ** maxBits - sum;
  if (maxBits === 0 || maxBits > MAX_BITS || (missing & (missing - 1)) !== 0) throw damaged('the weights of a table do not add up');
  const weights = [...told, 32 - Math.clz32(missing)];
  const [symbols, bits] = [new Uint8Array(1 << maxBits), new Uint8Array(1 << maxBits)];
  let at = 0;
  for (let weight = 1; weight <= maxBits; weight += 1) {
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue;
      const end = at + (1 << (weight - 1));
      symbols.fill(symbol, at, end);
      bits.fill(maxBits + 1 - weight, at, end);
      at = end;
    }
  }
  return { maxBits, symbols, bits };
}

/** `size` symbols out of one stream, or of four of which a table says where each begins; section 4.2.2. Throws `malformed`. */
export function decodeHuffman(source: Uint8Array, table: HuffmanTable, size: number, streams: 1 | 4): Uint8Array {
  const output = new Uint8Array(size);
  if (streams === 1) {
    decodeStream(source, table, output);
    return output;
  }
  const lengths = [0, 2, 4].map((at) => (source[at] ?? 0) + (source[at + 1] ?? 0) * 256);
  const part = (size + 3) >> 2;
  let from = 6;
  for (const [at, length] of [...lengths, source.length].entries()) {
    const end = Math.min(source.length, from + length);
    if (part * 3 > size || from > end) throw damaged('a stream of literals is not where it should be');
    decodeStream(source.subarray(from, end), table, output.subarray(at * part, at === 3 ? size : (at + 1) * part));
    from = end;
  }
  return output;
}

function decodeStream(source: Uint8Array, { maxBits, symbols, bits: lengths }: HuffmanTable, output: Uint8Array): void {
  const bits = startReverseBits(source);
  const mask = (1 << maxBits) - 1;
  let state = takeBits(bits, maxBits);
  for (let at = 0; at < output.length; at += 1) {
    output[at] = symbols[state] ?? 0;
    const count = lengths[state] ?? 0;
    state = ((state << count) + takeBits(bits, count)) & mask;
  }
  if (bits.at !== -maxBits) throw damaged('a stream of literals does not end where its bits end');
}

function damaged(why: string): FromageError {
  return new FromageError('malformed', `the compressed part is damaged: ${why}`);
}

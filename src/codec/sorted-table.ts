/*
 * A table from text to bytes that is searched where it lies: the number of keys, where each key and each value begins, all keys in
 * order, all values. Numbers are 32 bits, little end first.
 */

const WORD = 4;

/** The table of these pairs; the same pairs give the same bytes. Keys must differ. */
export function encodeSortedTable(pairs: Iterable<readonly [key: string, value: Uint8Array]>): Uint8Array {
  const encoder = new TextEncoder();
  const sorted = [...pairs]
    .map(([key, value]) => ({ key: encoder.encode(key), value }))
    .toSorted((a, b) => compareWithin(a.key, 0, a.key.length, b.key));
  const count = sorted.length;
  const keyBytes = sorted.reduce((sum, { key }) => sum + key.length, 0);
  const valueBytes = sorted.reduce((sum, { value }) => sum + value.length, 0);
  const start = WORD * (1 + 2 * (count + 1));
  const table = new Uint8Array(start + keyBytes + valueBytes);
  const words = new DataView(table.buffer);
  words.setUint32(0, count, true);
  let [keyAt, valueAt] = [0, 0];
  for (const [row, { key, value }] of sorted.entries()) {
    table.set(key, start + keyAt);
    table.set(value, start + keyBytes + valueAt);
    keyAt += key.length;
    valueAt += value.length;
    words.setUint32(WORD * (row + 2), keyAt, true);
    words.setUint32(WORD * (count + row + 3), valueAt, true);
  }
  return table;
}

/** A table that is looked up. */
export interface SortedTable {
  readonly count: number;
  /** The value of a key, a view into the table; null where it is not there. */
  get(key: string): Uint8Array | null;
  /** All keys with their values, in order. */
  entries(): Generator<readonly [key: string, value: Uint8Array]>;
}

/** Opens what encodeSortedTable made. Null where the bytes are no such table; what lies beyond its bounds reads as empty. */
export function openSortedTable(table: Uint8Array): SortedTable | null {
  if (table.length < 3 * WORD) return null;
  const words = new DataView(table.buffer, table.byteOffset, table.length);
  const count = words.getUint32(0, true);
  const start = WORD * (1 + 2 * (count + 1));
  if (start > table.length) return null;
  const keyBytes = words.getUint32(WORD * (count + 1), true);
  const between = (first: number, row: number, from: number): Uint8Array =>
    table.subarray(from + words.getUint32(WORD * (first + row), true), from + words.getUint32(WORD * (first + row + 1), true));
  const encoder = new TextEncoder();
  const keyOf = (row: number): Uint8Array => between(1, row, start);
  const valueOf = (row: number): Uint8Array => between(count + 2, row, start + keyBytes);
  return {
    count,
    get(key) {
      const row = find(encoder.encode(key), table, words, count);
      return row === null ? null : valueOf(row);
    },
    *entries() {
      const decoder = new TextDecoder();
      for (let row = 0; row < count; row += 1) yield [decoder.decode(keyOf(row)), valueOf(row)];
    },
  };
}

/** The row of a key; null where there is none. Where it lies: a view for each key that is looked at would be half of the work. */
function find(key: Uint8Array, table: Uint8Array, words: DataView, count: number): number | null {
  const start = WORD * (1 + 2 * (count + 1));
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const from = start + words.getUint32(WORD * (middle + 1), true);
    const to = Math.min(start + words.getUint32(WORD * (middle + 2), true), table.length);
    const order = compareWithin(table, from, to, key);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}

/** How the bytes from one place to another are ordered against a key. */
function compareWithin(table: Uint8Array, from: number, to: number, key: Uint8Array): number {
  const length = Math.max(0, to - from);
  const shared = Math.min(length, key.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (table[from + at] ?? 0) - (key[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return length - key.length;
}

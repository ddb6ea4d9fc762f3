import { FromageError } from '../model/error.ts';

/** Arrays that a column is made of and becomes again. */
export type NumberArray = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** How the numbers of a column stand there: all the same, by their distance to the least in 1, 2 or 4 bytes, or as they are in 8. */
const SAME = 0;
const WIDTHS = [1, 2, 4, 8] as const;
const HEADER_BYTES = 1 + 4 + 8;

/** Bytes one after another, as they were written. */
export interface ByteReader {
  /** The next so many bytes, not copied. Throws `malformed` where there are fewer. */
  take(length: number): Uint8Array;
  /** Bytes left. */
  left(): number;
}

export function readBytes(bytes: Uint8Array, what: string): ByteReader {
  let at = 0;
  return {
    take(length) {
      if (length > bytes.length - at) throw new FromageError('malformed', `${what} ends too soon`);
      at += length;
      return bytes.subarray(at - length, at);
    },
    left: () => bytes.length - at,
  };
}

/** Bytes that are written when it is known where: the whole is one array, and nothing is there twice. */
export interface Part {
  /** Bytes. */
  readonly size: number;
  /** Fills `into`, of which it is given `size` bytes. */
  write(into: Uint8Array): void;
}

/** All parts as one array. */
export function writeParts(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.size, 0));
  let at = 0;
  for (const part of parts) {
    part.write(whole.subarray(at, at + part.size));
    at += part.size;
  }
  return whole;
}

/**
 * A column in as few bytes as its numbers allow. An `anchor` takes at least a byte for each, so that the count of a hostile one
 * is bounded by its bytes; other columns are checked against an anchor's count.
 */
export function columnPart(values: NumberArray, options: { readonly anchor?: boolean } = {}): Part {
  const { least, range, whole } = measure(values);
  const isSame = values.length > 0 && range === 0 && options.anchor !== true;
  const width = whole ? (WIDTHS.find((bytes) => range < 256 ** bytes && bytes < 8) ?? 8) : 8;
  return {
    size: HEADER_BYTES + (isSame ? 0 : values.length * width),
    write(into) {
      const header = new DataView(into.buffer, into.byteOffset, HEADER_BYTES);
      header.setUint8(0, isSame ? SAME : width);
      header.setUint32(1, values.length, true);
      header.setFloat64(5, width === 8 && !isSame ? 0 : least, true);
      if (!isSame) narrow(values, width, least, into.subarray(HEADER_BYTES));
    },
  };
}

/** The numbers of the next column, in an array that `make` gives. Throws `malformed`, also where there are not `count` of them or one does not fit. */
export function readColumn<T extends NumberArray>(reader: ByteReader, make: (length: number) => T, what: string, count: number | null): T {
  const bytes = reader.take(HEADER_BYTES);
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const [width, length, least] = [header.getUint8(0), header.getUint32(1, true), header.getFloat64(5, true)];
  const malformed = new FromageError('malformed', `${what} is damaged: a column is not as it should be`);
  if (count === null ? width === SAME || length > reader.left() : length !== count) throw malformed;
  if (width === SAME) {
    const same = make(length);
    same.fill(least);
    if (length > 0 && same[0] !== least) throw malformed;
    return same;
  }
  if (!WIDTHS.some((known) => known === width)) throw malformed;
  const values = make(length);
  if (!widen(reader.take(length * width), width, least, values)) throw malformed;
  return values;
}

function measure(values: NumberArray): { readonly least: number; readonly range: number; readonly whole: boolean } {
  let least = values[0] ?? 0;
  let most = least;
  eachPiece(values, (piece) => {
    for (const value of piece) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  });
  return { least, range: most - least, whole: !(values instanceof Float64Array) || values.every(Number.isSafeInteger) };
}

function narrow(values: NumberArray, width: number, least: number, body: Uint8Array): void {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  eachPiece(values, (piece, at) => {
    for (let i = 0; i < piece.length; i += 1) {
      const value = piece[i] ?? 0;
      if (width === 1) body[at + i] = value - least;
      else if (width === 2) view.setUint16((at + i) * 2, value - least, true);
      else if (width === 4) view.setUint32((at + i) * 4, value - least, true);
      else view.setFloat64((at + i) * 8, value, true);
    }
  });
}

/** Numbers of one kind at a time, whatever array they come from: a loop over five kinds of arrays takes four times as long. */
const PIECE = 4096;

function eachPiece(values: NumberArray, see: (piece: Float64Array, at: number) => void): void {
  if (values instanceof Float64Array) return see(values, 0);
  const piece = new Float64Array(Math.min(PIECE, values.length));
  for (let at = 0; at < values.length; at += PIECE) {
    const part = values.subarray(at, at + PIECE);
    piece.set(part);
    see(piece.subarray(0, part.length), at);
  }
}

/** False where a number does not fit the array. */
function widen(body: Uint8Array, width: number, least: number, into: NumberArray): boolean {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const piece = new Float64Array(Math.min(PIECE, into.length));
  const { low, high, whole } = rangeOf(into);
  if (whole && !Number.isInteger(least)) return false;
  for (let at = 0; at < into.length; at += PIECE) {
    const some = piece.subarray(0, Math.min(PIECE, into.length - at));
    for (let i = 0; i < some.length; i += 1) {
      const value = least + readNumber(view, width, at + i);
      // So that no number at all is refused too.
      if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) return false;
      some[i] = value;
    }
    into.set(some, at);
  }
  return true;
}

function rangeOf(values: NumberArray): { readonly low: number; readonly high: number; readonly whole: boolean } {
  if (values instanceof Float64Array) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, whole: false };
  const bits = values.BYTES_PER_ELEMENT * 8;
  return values instanceof Int32Array
    ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1, whole: true }
    : { low: 0, high: 2 ** bits - 1, whole: true };
}

function readNumber(view: DataView, width: number, place: number): number {
  if (width === 1) return view.getUint8(place);
  if (width === 2) return view.getUint16(place * 2, true);
  return width === 4 ? view.getUint32(place * 4, true) : view.getFloat64(place * 8, true);
}

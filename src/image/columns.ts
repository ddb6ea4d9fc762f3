/** A column of numbers that grows, without an object for each. */
export interface Column<T extends NumberArray> {
  readonly length: number;
  /** Returns the place of the new value. */
  push(value: number): number;
  /** 0 beyond the end. */
  get(place: number): number;
  set(place: number, value: number): void;
  /** A copy of just what it holds. */
  done(): T;
}

export type NumberArray = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** `make` gives an empty array of the column's kind: `(length) => new Int32Array(length)`. */
export function growColumn<T extends NumberArray>(make: (length: number) => T): Column<T> {
  let values = make(256);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const wider = make(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length] = value;
      length += 1;
      return length - 1;
    },
    get: (place) => values[place] ?? 0,
    set(place, value) {
      values[place] = value;
    },
    done() {
      const whole = make(length);
      whole.set(values.subarray(0, length));
      return whole;
    },
  };
}

export function growInts(): Column<Int32Array> {
  return growColumn((length) => new Int32Array(length));
}

/** Texts, each kept once and known by its place. */
export interface TextTable {
  /** The place of this text, a new one where it was not there. */
  put(text: string): number;
  /** The place of this text, -1 where it is not there. */
  find(text: string): number;
  get(place: number): string;
  done(): readonly string[];
}

export function growTexts(): TextTable {
  const places = new Map<string, number>();
  const texts: string[] = [];
  return {
    put(text) {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, texts.length);
      texts.push(text);
      return texts.length - 1;
    },
    find: (text) => places.get(text) ?? -1,
    get: (place) => texts[place] ?? '',
    done: () => texts,
  };
}

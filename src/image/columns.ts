/** Numbers that grow in number, without an object for each. */
export interface Ints {
  readonly count: () => number;
  push(value: number): void;
  /** A copy of just what it holds. */
  done(): Int32Array;
}

export function growInts(): Ints {
  let values = new Int32Array(64);
  let count = 0;
  return {
    count: () => count,
    push(value) {
      if (count === values.length) values = doubled(values);
      values[count] = value;
      count += 1;
    },
    done: () => values.slice(0, count),
  };
}

/** A copy twice as long. */
export function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(values.length * 2);
  wider.set(values);
  return wider;
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

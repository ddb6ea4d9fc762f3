/** Writes numbers and texts one after another; texts are numbers of a list that is kept apart. */
export interface Packer {
  /** A whole number from 0 to 2^53. */
  number(value: number): void;
  text(value: string): void;
  /** A text or null. */
  optional(value: string | null): void;
  bytes(): Uint8Array;
}

/** Numbers for texts, as they come. */
export interface TextNumbers {
  of(text: string): number;
  /** In the order of their numbers. */
  all(): readonly string[];
}

export function numberTexts(): TextNumbers {
  const numbers = new Map<string, number>();
  return {
    of(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
    all: () => [...numbers.keys()],
  };
}

export function makePacker(texts: TextNumbers): Packer {
  const out: number[] = [];
  const number = (value: number): void => {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) out.push((rest % 0x80) + 0x80);
    out.push(rest);
  };
  return {
    number,
    text: (value) => number(texts.of(value)),
    optional: (value) => number(value === null ? 0 : texts.of(value) + 1),
    bytes: () => new Uint8Array(out),
  };
}

/** Reads what a Packer wrote. Beyond the end all is zero and empty. */
export interface Unpacker {
  readonly done: boolean;
  number(): number;
  text(): string;
  optional(): string | null;
}

export function unpack(bytes: Uint8Array, textOf: (number: number) => string): Unpacker {
  let at = 0;
  const number = (): number => {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      if (at < bytes.length) at += 1;
      return first;
    }
    let value = 0;
    let scale = 1;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte % 0x80) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return value;
  };
  return {
    get done() {
      return at >= bytes.length;
    },
    number,
    text: () => textOf(number()),
    optional: () => {
      const found = number();
      return found === 0 ? null : textOf(found - 1);
    },
  };
}

/** The texts of a list, and how they are read by number without decoding all of them. */
export function encodeTexts(texts: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const size = encoded.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(4 * (texts.length + 1) + size);
  const words = new DataView(bytes.buffer);
  words.setUint32(0, texts.length, true);
  let end = 0;
  for (const [at, text] of encoded.entries()) {
    bytes.set(text, 4 * (texts.length + 1) + end);
    end += text.length;
    words.setUint32(4 * (at + 1), end, true);
  }
  return bytes;
}

/** Reads texts by number; what is not there is empty. */
export function openTexts(bytes: Uint8Array): (number: number) => string {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = bytes.length < 4 ? 0 : words.getUint32(0, true);
  const start = 4 * (count + 1);
  if (start > bytes.length) return () => '';
  const blob = bytes.subarray(start);
  const decoder = new TextDecoder();
  // Nearly always all of it is ASCII, and places in the bytes are places in the text: cutting is a tenth of decoding.
  const whole = decoder.decode(blob);
  const isAscii = whole.length === blob.length;
  return (number) => {
    if (number >= count) return '';
    const from = number === 0 ? 0 : words.getUint32(4 * number, true);
    const to = words.getUint32(4 * (number + 1), true);
    return isAscii ? whole.slice(from, to) : decoder.decode(blob.subarray(from, to));
  };
}

/** Writes numbers and texts one after another; texts are numbers of a list that is kept apart. */
export interface Packer {
  /** A whole number from 0 to 2^53. */
  number(value: number): void;
  text(value: string): void;
  /** A text or null. */
  optional(value: string | null): void;
  /** Bytes, after their number. */
  block(bytes: Uint8Array): void;
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
    block: (bytes) => {
      number(bytes.length);
      for (const byte of bytes) out.push(byte);
    },
    bytes: () => new Uint8Array(out),
  };
}

/** Reads what a Packer wrote. Beyond the end all is zero and empty. */
export interface Unpacker {
  readonly done: boolean;
  number(): number;
  text(): string;
  optional(): string | null;
  /** What `block` wrote, a view; what there is of it where the bytes end before. */
  block(): Uint8Array;
  /** Passes over so many bytes; gives where they began. */
  skip(length: number): number;
}

export function unpack(bytes: Uint8Array, textOf: (number: number) => string): Unpacker {
  return new ByteUnpacker(bytes, textOf);
}

/** A class, for thousands are made: methods of a prototype cost nothing to make. */
class ByteUnpacker implements Unpacker {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #textOf: (number: number) => string;

  constructor(bytes: Uint8Array, textOf: (number: number) => string) {
    this.#bytes = bytes;
    this.#textOf = textOf;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  number(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let value = 0;
    let scale = 1;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte % 0x80) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    this.#at = at;
    return value;
  }

  text(): string {
    return this.#textOf(this.number());
  }

  block(): Uint8Array {
    const length = this.number();
    const block = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return block;
  }

  skip(length: number): number {
    this.#at += length;
    return this.#at - length;
  }

  optional(): string | null {
    const found = this.number();
    return found === 0 ? null : this.#textOf(found - 1);
  }
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

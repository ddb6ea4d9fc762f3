/** Searches for one short text again and again; Horspool's way: most bytes are never looked at. */
export interface ByteSearch {
  readonly length: number;
  /** Where it begins, at `from` or later; -1 where it does not. */
  find(bytes: Uint8Array, from: number): number;
}

/** `text` has one byte a character; it must not be empty. */
export function compileSearch(text: string): ByteSearch {
  const sought = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const last = sought.length - 1;
  const skips = new Uint8Array(256).fill(Math.min(sought.length, 255));
  for (let i = 0; i < last; i += 1) skips[sought[i] ?? 0] = Math.min(last - i, 255);
  return {
    length: sought.length,
    find(bytes, from) {
      const end = bytes.length;
      let at = from + last;
      while (at < end) {
        const byte = bytes[at] ?? 0;
        if (byte === sought[last] && matches(bytes, at - last, sought)) return at - last;
        at += skips[byte] ?? 1;
      }
      return -1;
    },
  };
}

function matches(bytes: Uint8Array, at: number, sought: Uint8Array): boolean {
  for (let i = 0; i < sought.length - 1; i += 1) if (bytes[at + i] !== sought[i]) return false;
  return true;
}

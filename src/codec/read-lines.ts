import type { ByteStream } from '../ports/index.ts';

const NEWLINE = 0x0a;

/** A line of a text, or one that is too long to be read. */
export type ReadLine = { readonly line: number; readonly bytes: Uint8Array } | { readonly line: number; readonly bytes: null };

/** The lines of a text, numbered from 1; of one with over `maxBytes` only that it is there. What is given must be used before the next is asked for. */
export async function* readLines(stream: ByteStream, maxBytes: number): AsyncGenerator<ReadLine, void, undefined> {
  let [held, size, line] = [new Uint8Array(64 * 1024), 0, 1];
  let tooLong = false;
  const hold = (part: Uint8Array): void => {
    if (tooLong || size + part.length > maxBytes) {
      tooLong = true;
      size = 0;
      return;
    }
    if (size + part.length > held.length) {
      const wider = new Uint8Array(Math.max(size + part.length, 2 * held.length));
      wider.set(held.subarray(0, size));
      held = wider;
    }
    held.set(part, size);
    size += part.length;
  };
  const take = (): ReadLine => {
    const taken = tooLong ? { line, bytes: null } : { line, bytes: held.subarray(0, size) };
    [size, tooLong, line] = [0, false, line + 1];
    return taken;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE, from); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, end));
      from = end + 1;
      yield take();
    }
    hold(chunk.subarray(from));
  }
  if (size > 0 || tooLong) yield take();
}

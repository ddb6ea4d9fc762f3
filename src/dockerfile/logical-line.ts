import type { Span } from './span.ts';
import { lastAtMost } from './span.ts';

/**
 * What an instruction says once its continuations are joined and the comments and empty lines between them are gone:
 * the text that reaches the shell, and where each piece of it stands in the file.
 */
export interface LogicalLine {
  readonly text: string;
  /** Offsets in `text` at which a piece begins; the first is zero. */
  readonly starts: readonly number[];
  /** Offsets in the file at which the same pieces begin. */
  readonly origins: readonly number[];
}

/** The offset in the file of the character at `offset`; at the end of the text, the place after its last character. */
export function originOf(line: LogicalLine, offset: number): number {
  const piece = lastAtMost(line.starts, offset);
  return (line.origins[piece] ?? 0) + offset - (line.starts[piece] ?? 0);
}

/** A stretch of the line as a stretch of the file, with what was left out between. An empty one stays empty. */
export function spanOf(line: LogicalLine, start: number, end: number): Span {
  const from = originOf(line, start);
  return { start: from, end: end <= start ? from : originOf(line, end - 1) + 1 };
}

/** A stretch of the line as a line of its own. */
export function sliceLine(line: LogicalLine, start: number, end: number): LogicalLine {
  const first = lastAtMost(line.starts, start);
  const last = Math.max(first, lastAtMost(line.starts, Math.max(start, end - 1)));
  const starts = line.starts.slice(first, last + 1).map((at) => Math.max(0, at - start));
  const origins = line.origins.slice(first, last + 1);
  return { text: line.text.slice(start, end), starts, origins: [originOf(line, start), ...origins.slice(1)] };
}

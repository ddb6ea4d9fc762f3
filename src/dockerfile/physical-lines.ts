/** A line of the file, as offsets. */
export interface PhysicalLine {
  readonly start: number;
  /** Where its line end begins: every `\r` and `\n` at the end is part of that. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/** The lines from `start` on; each ends after its `\n`. */
export function splitLines(text: string, start: number): readonly PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    while (end > at && text.charAt(end - 1) === '\r') end--;
    lines.push({ start: at, end, next });
    at = next;
  }
  return lines;
}

/** A stretch of a text: UTF-16 offsets, `end` not included, as `text.slice(start, end)` takes them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as people and editors count it: both from one, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin; made once per text by `indexLines`. */
export interface LineIndex {
  readonly starts: readonly number[];
}

/** Finds the lines of a text. A line ends after its `\n`; a lone `\r` ends none, as in the frontend. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { starts };
}

/** Line and column of an offset. */
export function positionAt(index: LineIndex, offset: number): Position {
  const line = lastAtMost(index.starts, offset);
  return { line: line + 1, column: offset - (index.starts[line] ?? 0) + 1 };
}

/** Offset of a line and column; a column past the line's end is taken as it is. */
export function offsetAt(index: LineIndex, position: Position): number {
  const line = Math.min(Math.max(position.line, 1), index.starts.length) - 1;
  return (index.starts[line] ?? 0) + position.column - 1;
}

/** The last index whose number is not above `limit`; zero where all are. The numbers ascend. */
export function lastAtMost(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

import { truncate } from './words.ts';

/** A column of a table; the last one given takes what width is left. */
export interface Column<R> {
  readonly head: string;
  readonly cell: (row: R) => string;
  readonly right?: boolean;
  /** Characters at most. */
  readonly max?: number;
}

/** Lines of a table, its head first. Cells are cut, not wrapped; where the width is Infinity, not cut either. */
export function textTable<R>(rows: readonly R[], columns: readonly Column<R>[], width: number): readonly [head: string, ...rows: string[]] {
  const fixed = columns.slice(0, -1);
  const last = columns.at(-1);
  const widths = fixed.map(({ head, cell, max }) =>
    Math.min(
      width === Number.POSITIVE_INFINITY ? width : (max ?? 40),
      rows.reduce((most, row) => Math.max(most, cell(row).length), head.length),
    ),
  );
  const left = Math.max(12, width - widths.reduce((sum, one) => sum + one + 2, 0));
  const line = (text: (column: Column<R>) => string): string => {
    const cells = fixed.map((column, at) => pad(text(column), widths[at] ?? 0, column.right === true));
    return [...cells, ...(last === undefined ? [] : [truncate(text(last), left)])].join('  ').trimEnd();
  };
  return [line(({ head }) => head), ...rows.map((row) => line(({ cell }) => cell(row)))];
}

function pad(cell: string, width: number, right: boolean): string {
  const cut = truncate(cell, width);
  return right ? cut.padStart(width) : cut.padEnd(width);
}

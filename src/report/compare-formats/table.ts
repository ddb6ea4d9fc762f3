import type { ComparedChange, ComparedImage } from '../../model/comparison.ts';
import { changeParts, type FactRow, factRows } from '../compare-facts.ts';
import type { CompareFormat } from '../compare-format.ts';
import { coverageLines } from '../coverage-text.ts';
import type { Style } from '../style.ts';
import { printable, shortReference, wrap } from '../words.ts';

/** A column an image, a row a fact; then what changes from the first to each other. */
export const table = {
  id: 'table',
  summary: 'a column an image, for people',
  write({ images, changes }, { width, style }) {
    const notes = images.flatMap(({ reference, scan }) => [
      printable(shortReference(reference)),
      ...[...coverageLines(scan), ...scan.inventory.problems.map(({ message }) => printable(message))].flatMap((line) =>
        wrap(line, width - 2).map((one) => `  ${one}`),
      ),
    ]);
    const lines = [
      ...factTable(images, factRows(images), style),
      '',
      ...changes.flatMap((change) => [...changeLines(change, width, style), '']),
      style.dim('What the data can know'),
      ...notes,
    ];
    return `${lines.join('\n')}\n`;
  },
} as const satisfies CompareFormat;

function factTable(images: readonly ComparedImage[], rows: readonly FactRow[], style: Style): readonly string[] {
  const names = images.map(({ reference }) => printable(shortReference(reference)));
  const widths = images.map((_, at) => Math.max(names[at]?.length ?? 0, ...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  const headWidth = Math.max(...rows.map(({ head }) => head.length));
  const line = (head: string, cells: readonly string[]): string =>
    [head.padEnd(headWidth), ...cells.map((cell, at) => cell.padEnd(widths[at] ?? 0))].join('  ').trimEnd();
  return [style.title(line('', names)), ...rows.map(({ head, cells }) => line(head, cells))];
}

const SHOWN = 8;

function changeLines(change: ComparedChange, width: number, style: Style): readonly string[] {
  const lines = changeParts(change).flatMap(({ title, words }) => wrap(`  ${title}: ${listed(words)}`, width));
  return [
    style.title(`To ${printable(shortReference(change.to))}`),
    ...(lines.length === 0 ? ['  the same packages and findings'] : lines),
  ];
}

function listed(words: readonly string[]): string {
  const rest = words.length - SHOWN;
  return `${words.slice(0, SHOWN).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

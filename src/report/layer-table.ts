import type { Trace, TracedLayer } from '../model/trace.ts';
import type { View } from './format.ts';
import { formatBytes, printable, shortReference, truncate } from './words.ts';

/** A line for each layer, bottom first: number, size, whose it is, Dockerfile line, instruction. */
export function layerTable(trace: Trace, view: View): readonly string[] {
  if (trace.layers.length === 0) return [view.style.dim('No layers were looked at.')];
  const rows = trace.layers.map((layer) => rowOf(layer, trace));
  const withLines = trace.layers.some((layer) => layer.line !== null);
  const columns: readonly Column[] = [
    { head: '#', cell: (row) => row.number, right: true },
    { head: 'SIZE', cell: (row) => row.size, right: true },
    { head: 'BROUGHT BY', cell: (row) => row.owner, right: false },
    ...(withLines ? [{ head: 'LINE', cell: (row: Row) => row.line, right: true }] : []),
  ];
  const widths = columns.map(({ head, cell }) => Math.min(MAX_OWNER, Math.max(head.length, ...rows.map((row) => cell(row).length))));
  const used = widths.reduce((sum, width) => sum + width + 2, 0);
  const line = (cells: readonly string[], last: string) =>
    `${cells.join('  ')}  ${truncate(last, Math.max(20, view.width - used))}`.trimEnd();
  const head = line(
    columns.map((column, at) => pad(column.head, widths[at] ?? 0, column.right)),
    'INSTRUCTION',
  );
  return [
    view.style.dim(head),
    ...rows.map((row) =>
      line(
        columns.map((column, at) => pad(column.cell(row), widths[at] ?? 0, column.right)),
        row.instruction,
      ),
    ),
  ];
}

const MAX_OWNER = 32;

interface Row {
  readonly number: string;
  readonly size: string;
  readonly owner: string;
  readonly line: string;
  readonly instruction: string;
}

interface Column {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly right: boolean;
}

function rowOf(layer: TracedLayer, trace: Trace): Row {
  return {
    number: String(layer.index + 1),
    size: layer.size === null ? '?' : formatBytes(layer.size),
    owner: ownerName(layer, trace),
    line: layer.line === null ? '' : String(layer.line),
    instruction: layer.instruction === null ? '(the history does not tell)' : printable(layer.instruction),
  };
}

function ownerName(layer: TracedLayer, { lineage }: Trace): string {
  if (layer.owner === 'own') return '(this image)';
  if (layer.owner === null) return 'unknown';
  const reference = lineage.ancestors[layer.owner]?.reference ?? null;
  return reference === null ? 'an unnamed ancestor' : shortReference(reference);
}

function pad(cell: string, width: number, right: boolean): string {
  const cut = truncate(cell, width);
  return right ? cut.padStart(width) : cut.padEnd(width);
}

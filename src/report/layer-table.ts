import type { Trace, TracedLayer } from '../model/trace.ts';
import type { View } from './format.ts';
import { ownerName } from './owner-name.ts';
import { type Column, textTable } from './text-table.ts';
import { formatBytes, printable } from './words.ts';

/** A line for each layer, bottom first: number, size, whose it is, Dockerfile line, instruction. */
export function layerTable(trace: Trace, view: Pick<View, 'width' | 'style'>): readonly string[] {
  if (trace.layers.length === 0) return [view.style.dim('No layers were looked at.')];
  const withLines = trace.layers.some((layer) => layer.line !== null);
  const columns: readonly Column<TracedLayer>[] = [
    { head: '#', cell: ({ index }) => String(index + 1), right: true },
    { head: 'SIZE', cell: ({ size }) => (size === null ? '?' : formatBytes(size)), right: true },
    { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, trace), max: 32 },
    ...(withLines ? [{ head: 'LINE', cell: ({ line }: TracedLayer) => (line === null ? '' : String(line)), right: true }] : []),
    { head: 'INSTRUCTION', cell: ({ instruction }) => (instruction === null ? '(the history does not tell)' : printable(instruction)) },
  ];
  const [head, ...rows] = textTable(trace.layers, columns, view.width);
  return [view.style.dim(head), ...rows];
}

import type { DiveFigures, LayerReport, LayersReport, WastedFile } from '../model/layers-report.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { type Column, textTable } from './text-table.ts';
import { count, formatBytes, printable, shortReference, wrap } from './words.ts';

/** What the text is told of the place it is read at. */
export interface LayersView {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
  /** How many wasted files are shown. */
  readonly most: number;
}

/** A line for each layer, then the largest files that are shipped and cannot be seen. */
export function writeLayers(report: LayersReport, view: LayersView): string {
  const { trace, bytes, wastedBytes } = report;
  const { style } = view;
  const share = bytes === 0 ? 0 : (wastedBytes / bytes) * 100;
  const total = `${count(report.layers.length, 'layer')}, ${formatBytes(bytes)} of files, ${formatBytes(wastedBytes)} of them (${share.toFixed(1)} %) wasted`;
  const problems = report.problems.flatMap(({ message }) =>
    wrap(`incomplete: ${printable(message)}`, view.width).map((line) => style.warn(line)),
  );
  const lines = [
    style.title(printable(shortReference(trace.subject.name))),
    total,
    style.dim(`by dive's definitions: ${diveWords(report.dive)}`),
    '',
    ...layerLines(report, view),
    ...wasteLines(report, view),
  ];
  return `${[...lines, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')}\n`;
}

function diveWords({ efficiency, wastedBytes, userWastedPercent }: DiveFigures): string {
  const ofUser = userWastedPercent === null ? '' : ` (${(userWastedPercent * 100).toFixed(1)} % of what is above layer 1)`;
  return `efficiency ${(efficiency * 100).toFixed(1)} %, ${formatBytes(wastedBytes)} wasted${ofUser}`;
}

function layerLines({ layers, trace }: LayersReport, { width, style }: LayersView): readonly string[] {
  const withLines = layers.some(({ line }) => line !== null);
  const columns: readonly Column<LayerReport>[] = [
    { head: '#', cell: ({ index }) => String(index + 1), right: true },
    { head: 'FILES', cell: ({ bytes }) => formatBytes(bytes), right: true },
    { head: '+', cell: ({ added }) => String(added), right: true },
    { head: '~', cell: ({ changed }) => String(changed), right: true },
    { head: '-', cell: ({ removed }) => String(removed), right: true },
    { head: 'WASTED', cell: ({ wastedBytes }) => (wastedBytes === 0 ? '' : formatBytes(wastedBytes)), right: true },
    { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, trace), max: 24 },
    ...(withLines ? [{ head: 'LINE', cell: ({ line }: LayerReport) => (line === null ? '' : String(line)), right: true }] : []),
    { head: 'INSTRUCTION', cell: ({ instruction }) => (instruction === null ? '(the history does not tell)' : printable(instruction)) },
  ];
  const [head, ...rows] = textTable(layers, columns, width);
  return [style.dim(head), ...rows];
}

const CAUSES = { overwritten: 'overwritten', touched: 'written again, same size and time', deleted: 'deleted' } as const;

function wasteLines({ wasted, layers }: LayersReport, { width, style, most }: LayersView): readonly string[] {
  if (wasted.length === 0 || most === 0) return [];
  const columns: readonly Column<WastedFile>[] = [
    { head: 'WASTED', cell: ({ size }) => formatBytes(size), right: true },
    { head: 'IN', cell: ({ layer }) => place(layer, layers), right: true },
    { head: 'BY', cell: ({ by }) => place(by, layers), right: true },
    { head: 'WHY', cell: ({ cause }) => CAUSES[cause] },
    { head: 'PATH', cell: ({ path }) => `/${printable(path)}` },
  ];
  const [head, ...rows] = textTable(wasted.slice(0, most), columns, width);
  const more = wasted.length > most ? [style.dim(`and ${count(wasted.length - most, 'more file')}`)] : [];
  return ['', style.dim(head), ...rows, ...more];
}

/** `3`, or with a Dockerfile `3 (line 8)`. */
function place(layer: number, layers: readonly LayerReport[]): string {
  const line = layers[layer]?.line ?? null;
  return line === null ? String(layer + 1) : `${layer + 1} (line ${line})`;
}

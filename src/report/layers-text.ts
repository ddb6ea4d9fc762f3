import type { DiveFigures, DiveRule, LayerReport, LayersReport, WastedFile, WasteGroup, WasteKind } from '../model/layers-report.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { type Column, textTable } from './text-table.ts';
import { count, formatBytes, printable, shortReference, truncate, wrap } from './words.ts';

/** What the text is told of the place it is read at. */
export interface LayersView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** How many wasted files, and lines of what could be left out, are shown. */
  readonly most: number;
}

/** A line for each layer; what is shipped and cannot be seen, by cause and file; what could be left out. */
export function writeLayers(report: LayersReport, view: LayersView): string {
  const { trace, bytes, wastedBytes } = report;
  const { style } = view;
  const share = bytes === 0 ? 0 : (wastedBytes / bytes) * 100;
  const total = `${count(report.layers.length, 'layer')}, ${formatBytes(bytes)} of files, ${formatBytes(wastedBytes)} of them (${share.toFixed(1)} %) wasted`;
  const problems = report.problems.flatMap(({ message, incomplete }) =>
    wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, view.width).map((line) => (incomplete ? style.warn(line) : line)),
  );
  const lines = [
    style.title(printable(shortReference(trace.subject.name))),
    total,
    style.dim(`by dive's definitions: ${diveWords(report.dive)}`),
    '',
    ...layerLines(report, view),
    ...wasteLines(report, view),
    ...leftoverLines(report, view),
    ...gateLines(report, view),
  ];
  return `${[...lines, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')}\n`;
}

function diveWords({ efficiency, wastedBytes, userWastedPercent }: DiveFigures): string {
  const ofUser = userWastedPercent === null ? '' : ` (${(userWastedPercent * 100).toFixed(1)} % of what is above layer 1)`;
  return `efficiency ${(efficiency * 100).toFixed(1)} %, ${formatBytes(wastedBytes)} wasted${ofUser}`;
}

const UNTOLD = '(the history does not tell)';

function layerLines({ layers, trace }: LayersReport, { width, style }: LayersView): readonly string[] {
  const withLines = layers.some(({ line }) => line !== null);
  const columns: readonly Column<LayerReport>[] = [
    { head: '#', cell: ({ index }) => String(index + 1), right: true },
    { head: 'SIZE', cell: ({ bytes }) => formatBytes(bytes), right: true },
    { head: '+', cell: ({ added }) => String(added), right: true },
    { head: '~', cell: ({ changed }) => String(changed), right: true },
    { head: '-', cell: ({ removed }) => String(removed), right: true },
    { head: 'WASTED', cell: ({ wastedBytes }) => (wastedBytes === 0 ? '' : formatBytes(wastedBytes)), right: true },
    { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, trace), max: 24 },
    ...(withLines ? [{ head: 'LINE', cell: ({ line }: LayerReport) => (line === null ? '' : String(line)), right: true }] : []),
    { head: 'INSTRUCTION', cell: ({ instruction }) => printable(instruction ?? UNTOLD) },
  ];
  const [head, ...rows] = textTable(layers, columns, width);
  return [style.dim(head), ...rows];
}

const CAUSES = {
  overwritten: 'overwritten',
  touched: 'written again, same size and time (content not compared)',
  deleted: 'deleted later',
} as const;
/** The same, for a column. */
const WHY = { overwritten: 'overwritten', touched: 'same size, time', deleted: 'deleted' } as const;

/** What is shipped and cannot be seen: by cause, with the steps that brought and hid it, then the largest files. */
function wasteLines(report: LayersReport, { width, style, most }: LayersView): readonly string[] {
  const { wasted, causes, kinds, layers } = report;
  if (wasted.length === 0 || most === 0) return [];
  const shown = causes.slice(0, Math.min(most, MOST_CAUSES));
  const columns: readonly Column<WastedFile>[] = [
    { head: 'WASTED', cell: ({ size }) => formatBytes(size), right: true },
    { head: 'IN', cell: ({ layer }) => place(layer, layers), right: true },
    { head: 'BY', cell: ({ by }) => place(by, layers), right: true },
    { head: 'WHY', cell: ({ cause }) => WHY[cause] },
    { head: 'PATH', cell: ({ path }) => `/${printable(path)}` },
  ];
  const [head, ...rows] = textTable(wasted.slice(0, most), columns, width);
  return [
    '',
    style.title('Shipped, and cannot be seen'),
    ...shown.flatMap((group) => causeLines(group, kinds, layers, { width, style })),
    ...moreLine(causes.length - shown.length, 'more cause', style),
    '',
    style.dim(head),
    ...rows,
    ...moreLine(wasted.length - most, 'more file', style),
  ];
}

const MOST_CAUSES = 5;

function moreLine(left: number, what: string, style: Style): readonly string[] {
  return left > 0 ? [style.dim(`and ${count(left, what)}`)] : [];
}

function causeLines(
  { cause, kind, layer, by, files, bytes }: WasteGroup,
  kinds: readonly WasteKind[],
  layers: readonly LayerReport[],
  { width, style }: Pick<LayersView, 'width' | 'style'>,
): readonly string[] {
  const about = kinds.find(({ id }) => id === kind);
  const what = about === undefined ? '' : `: ${about.what}`;
  const step = (word: string, at: number) =>
    truncate(`${INDENT}${word} ${place(at, layers)}: ${printable(layers[at]?.instruction ?? UNTOLD)}`, width);
  return [
    `${formatBytes(bytes).padStart(8)}  ${CAUSES[cause]}${what}, ${count(files, 'file')}`,
    style.dim(step('added by', layer)),
    style.dim(step('hidden by', by)),
    ...(about === undefined ? [] : adviceLines(about, width)),
  ];
}

const INDENT = ' '.repeat(10);

function adviceLines({ avoid }: WasteKind, width: number): readonly string[] {
  return wrap(`to avoid: ${avoid}`, width - INDENT.length).map((line) => INDENT + line);
}

/** What the image has and could do without. Advice is given for what is the subject's own: the rest is for its ancestors to mend. */
function leftoverLines(report: LayersReport, { width, style, most }: LayersView): readonly string[] {
  const { leftovers, kinds, layers, trace } = report;
  if (leftovers.length === 0 || most === 0) return [];
  const aboutOf = (kind: string) => kinds.find(({ id }) => id === kind);
  const lines = leftovers.slice(0, most).flatMap(({ kind, layer, files, bytes }) => {
    const owner = layers[layer]?.owner ?? null;
    const about = aboutOf(kind);
    const step = `${INDENT}added by ${place(layer, layers)} ${ownerName(owner, trace)}: ${printable(layers[layer]?.instruction ?? UNTOLD)}`;
    const line = `${formatBytes(bytes).padStart(8)}  ${about?.what ?? kind}, ${count(files, 'file')}`;
    return [
      line,
      style.dim(truncate(step, width)),
      ...(about === undefined || typeof owner === 'number' ? [] : adviceLines(about, width).map(style.dim)),
    ];
  });
  return ['', style.title('Could be left out'), ...lines, ...moreLine(leftovers.length - most, 'more line', style)];
}

/** Whether each of dive's rules holds. */
function gateLines({ ci }: LayersReport, { width, style }: LayersView): readonly string[] {
  if (ci === null) return [];
  const columns: readonly Column<DiveRule>[] = [
    { head: 'RULE', cell: ({ rule }) => rule },
    { head: 'VALUE', cell: ({ rule, value }) => figure(rule, value), right: true },
    { head: 'THRESHOLD', cell: ({ rule, threshold }) => (threshold === null ? '' : figure(rule, threshold)), right: true },
    { head: 'RESULT', cell: ({ status }) => status },
  ];
  const [head, ...rows] = textTable(ci.rules, columns, width);
  const styles = { passed: style.good, failed: style.bad, disabled: style.dim };
  return ['', style.dim(head), ...rows.map((row, at) => styles[ci.rules[at]?.status ?? 'disabled'](row))];
}

function figure(rule: DiveRule['rule'], value: number | null): string {
  if (value === null) return 'none';
  return rule === 'highestWastedBytes' ? `${value} B` : value.toFixed(3);
}

/** `3`, or with a Dockerfile `3 (line 8)`. */
function place(layer: number, layers: readonly LayerReport[]): string {
  const line = layers[layer]?.line ?? null;
  return line === null ? String(layer + 1) : `${layer + 1} (line ${line})`;
}

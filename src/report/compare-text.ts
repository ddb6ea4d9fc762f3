import type { ComparedChange, ComparedImage, Comparison, PackageChange } from '../model/comparison.ts';
import { coverageLines } from './coverage-text.ts';
import type { Style } from './style.ts';
import { count, dayOf, formatBytes, printable, shortReference, wrap } from './words.ts';

/** A column an image, a row a fact; then what changes from the first to each other. */
export function writeComparison(comparison: Comparison, { width, style }: { readonly width: number; readonly style: Style }): string {
  const { images, changes } = comparison;
  const rows = FACTS.map(({ head, cell }) => ({ head, cells: images.map(cell) })).filter(({ cells }) => cells.some((cell) => cell !== '?'));
  const notes = images.flatMap(({ reference, scan }) => [
    `${printable(shortReference(reference))}`,
    ...[...coverageLines(scan), ...scan.inventory.problems.map(({ message }) => printable(message))].flatMap((line) =>
      wrap(line, width - 2).map((one) => `  ${one}`),
    ),
  ]);
  return `${[...factTable(images, rows, style), '', ...changes.flatMap((change) => [...changeLines(change, width, style), '']), style.dim('What the data can know'), ...notes].join('\n')}\n`;
}

interface Fact {
  readonly head: string;
  readonly cell: (image: ComparedImage) => string;
}

const FACTS: readonly Fact[] = [
  { head: 'system', cell: ({ os }) => printable(os ?? '?') },
  {
    head: 'supported until',
    cell: ({ support }) => (support === null ? '?' : support.ended ? `ended ${support.on ?? ''}`.trim() : (support.on ?? '?')),
  },
  { head: 'built', cell: ({ created }) => dayOf(created) ?? '?' },
  { head: 'size, stored', cell: ({ storedSize }) => (storedSize === null ? '?' : formatBytes(storedSize)) },
  { head: 'size, on disk', cell: ({ size }) => (size === null ? '?' : formatBytes(size)) },
  { head: 'layers', cell: ({ layers }) => (layers === null || layers === 0 ? '?' : String(layers)) },
  { head: 'user', cell: ({ user }) => printable(user ?? '?') },
  { head: 'packages', cell: ({ packages, covered }) => `${packages}, ${covered} covered` },
  { head: 'findings', cell: findingsText },
  {
    head: 'high or critical',
    cell: ({ levels, findings }) =>
      findings.length === 0 ? '-' : `${levels.critical + levels.high}${levels.critical === 0 ? '' : ` (${levels.critical} critical)`}`,
  },
  { head: 'severity unknown', cell: ({ levels, findings }) => (findings.length === 0 ? '-' : String(levels.unknown)) },
  {
    head: 'data to',
    cell: ({ dataDate, isNewer }) => (dataDate === null ? 'no data' : `${dataDate}${isNewer ? ', older than the image' : ''}`),
  },
];

/** None is never told by a bare 0: only what the data knows is counted. */
function findingsText({ findings, covered, packages, dataDate, isNewer }: ComparedImage): string {
  if (findings.length > 0) return String(findings.length);
  if (covered === 0) return 'nothing is known';
  const age = dataDate === null ? '' : `data to ${dataDate}${isNewer ? ', older than the image' : ''}; `;
  return `0 known (${age}${covered} of ${count(packages, 'package')} covered)`;
}

function factTable(
  images: readonly ComparedImage[],
  rows: readonly { readonly head: string; readonly cells: readonly string[] }[],
  style: Style,
): readonly string[] {
  const names = images.map(({ reference }) => printable(shortReference(reference)));
  const widths = images.map((_, at) => Math.max(names[at]?.length ?? 0, ...rows.map(({ cells }) => cells[at]?.length ?? 0)));
  const headWidth = Math.max(...rows.map(({ head }) => head.length));
  const line = (head: string, cells: readonly string[]): string =>
    [head.padEnd(headWidth), ...cells.map((cell, at) => cell.padEnd(widths[at] ?? 0))].join('  ').trimEnd();
  return [style.title(line('', names)), ...rows.map(({ head, cells }) => line(head, cells))];
}

const SHOWN = 8;

function changeLines({ to, packages, gone, new: fresh }: ComparedChange, width: number, style: Style): readonly string[] {
  const [removed, added, moved] = [
    packages.filter(({ after }) => after === null),
    packages.filter(({ before }) => before === null),
    packages.filter(({ before, after }) => before !== null && after !== null),
  ];
  const packageLine = (verb: string, of: readonly PackageChange[], text: (one: PackageChange) => string): readonly string[] =>
    of.length === 0 ? [] : wrap(`  ${count(of.length, 'package')} ${verb}: ${listed(of.map(text))}`, width);
  const findingLine = (verb: string, ids: readonly string[]): readonly string[] =>
    ids.length === 0 ? [] : wrap(`  ${count(ids.length, 'finding')} ${verb}: ${listed(ids)}`, width);
  const lines = [
    ...packageLine('gone', removed, ({ name }) => name),
    ...packageLine('new', added, ({ name }) => name),
    ...packageLine('of another version', moved, ({ name, before, after }) => `${name} ${before ?? ''} → ${after ?? ''}`),
    ...findingLine('gone', gone),
    ...findingLine('new', fresh),
  ];
  return [style.title(`To ${printable(shortReference(to))}`), ...(lines.length === 0 ? ['  the same packages and findings'] : lines)];
}

function listed(words: readonly string[]): string {
  const rest = words.length - SHOWN;
  return `${words.slice(0, SHOWN).map(printable).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`;
}

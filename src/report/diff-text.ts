import type { Change, ConfigChange, DiffSide, FileChange, ImagesDiff, PackageChange } from '../model/images-diff.ts';
import { modeWord } from './files-text.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { count, formatBytes, printable, shortReference, truncate, wrap } from './words.ts';

export interface DiffView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** How many packages and files are shown. */
  readonly most: number;
}

/** What two images are, what they have in common, and how they differ: config, packages, files. Paths are never cut. */
export function writeDiff(diff: ImagesDiff, view: DiffView): string {
  const { style } = view;
  const problems = diff.problems.flatMap(({ message, incomplete }) =>
    wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, view.width).map((line) => (incomplete ? style.warn(line) : line)),
  );
  const lines = [
    style.title(`- ${sideWords(diff.a)}`),
    style.title(`+ ${sideWords(diff.b)}`),
    ...lineageLines(diff, view),
    ...section('Config', diff.config, (change) => configLine(change, view), view),
    ...section('Packages', diff.packages, packageLine, view),
    ...section('Files', diff.files, (change) => fileLine(change, diff), view),
    ...(diff.same ? ['', 'No difference.'] : []),
    ...(diff.uncompared === 0 ? [] : ['', `${count(diff.uncompared, 'file')} of one size in both: content not compared`]),
  ];
  return `${[...lines, ...(problems.length === 0 ? [] : ['', ...problems])].join('\n')}\n`;
}

function sideWords({ trace, layers, files, bytes }: DiffSide): string {
  const held = files === null || bytes === null ? '' : `, ${count(files, 'path')}, ${formatBytes(bytes)}`;
  return `${printable(shortReference(trace.subject.name))}  ${count(layers, 'layer')}${held}`;
}

function lineageLines({ a, b, lineage }: ImagesDiff, { width, style }: DiffView): readonly string[] {
  const lower = [a, b].find(({ trace }) => lineage.sharedLayers > 0 && trace.layers.length === lineage.sharedLayers);
  const upper = lower === a ? b : a;
  if (lower !== undefined && upper.trace.layers.length > lineage.sharedLayers) {
    const [below, above] = [lower, upper].map(({ trace }) => printable(shortReference(trace.subject.name)));
    return wrap(`All layers of ${below} are the lowest of ${above}: it stands below it.`, width).map(style.dim);
  }
  const names = lineage.common.map(({ a: at, by }) => {
    const name = ownerName(at, a.trace);
    return by === 'name' ? `${name} (by its name alone)` : name;
  });
  const from = names.length === 0 ? 'No ancestor in common' : `Both are made FROM ${names.join(', ')}`;
  const layers = lineage.sharedLayers === 0 ? 'no layer in common' : `the lowest ${count(lineage.sharedLayers, 'layer')} in common`;
  return wrap(`${from}; ${layers}.`, width).map(style.dim);
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function section<T extends { readonly change: Change }>(
  title: string,
  changes: readonly T[] | null,
  write: (change: T) => string,
  { style, most }: DiffView,
): readonly string[] {
  if (changes === null || changes.length === 0) return [];
  const styles = { added: style.good, removed: style.bad, changed: style.warn };
  const numbers = (['added', 'removed', 'changed'] as const).flatMap((kind) => {
    const found = changes.filter(({ change }) => change === kind).length;
    return found === 0 ? [] : [`${found} ${kind}`];
  });
  const left = changes.length - most;
  return [
    '',
    `${style.title(title)}: ${numbers.join(', ')}`,
    ...changes.slice(0, most).map((change) => styles[change.change](`${SIGNS[change.change]} ${write(change)}`)),
    ...(left > 0 ? [style.dim(`and ${left} more`)] : []),
  ];
}

function configLine({ field, key, a, b }: ConfigChange, { width }: DiffView): string {
  const name = key === null ? field : `${field} ${key}`;
  const values = [a, b].filter((value) => value !== null && value !== '').map((value) => printable(value ?? ''));
  return truncate(values.length === 0 ? printable(name) : `${printable(name)}: ${values.join(' → ')}`, Math.max(width - 2, 2 * MIN_VALUE));
}

const MIN_VALUE = 100;

function packageLine({ type, name, architecture, a, b }: PackageChange): string {
  const versions = [a, b].flatMap((version) => (version === null ? [] : [printable(version)]));
  return [type, printable(name), ...(architecture === null ? [] : [printable(architecture)]), versions.join(' → ')].join('  ').trimEnd();
}

function fileLine({ path, differs, a, b }: FileChange, { a: left, b: right }: ImagesDiff): string {
  const file = b ?? a;
  const owner = file === null ? '' : ownerName(file.owner, (b === null ? left : right).trace);
  const size = file?.type === 'file' ? formatBytes(file.size) : '';
  const sizes = a?.type === 'file' && b?.type === 'file' && a.size !== b.size ? `${formatBytes(a.size)} → ${size}` : size;
  const modes = a !== null && b !== null && a.mode !== b.mode ? ` ${modeWord(a.mode)} → ${modeWord(b.mode)}` : '';
  const why = differs.length === 0 ? '' : `  (${differs.join(', ')}${modes})`;
  return `${sizes.padStart(8)}  ${owner}  /${printable(path)}${why}`;
}

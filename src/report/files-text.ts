import type { FilesReport, ListedFile } from '../model/layers-report.ts';
import { isOfDistribution } from '../model/package.ts';
import { parsePurl, type Purl } from '../model/purl.ts';
import { drawTree } from './draw-tree.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { formatBytes, printable, truncate, wrap } from './words.ts';

export interface FilesView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** Draws folders as a tree, instead of whole paths. */
  readonly tree: boolean;
}

/** A line a file: what a layer did (where layers were asked about), mode, size, layer, who brought it, its package, path. Paths are never cut. */
export function writeFiles(report: FilesReport, view: FilesView): string {
  const { files, trace } = report;
  const owners = column(
    files.map(({ owner }) => ownerName(owner, trace)),
    view.width === Number.POSITIVE_INFINITY ? view.width : 32,
  );
  const packages = column(
    files.map((file) => (file.package === null ? '' : nameInPurl(file.package))),
    view.width === Number.POSITIVE_INFINITY ? view.width : 28,
  );
  const columns = files.map((file, at) => columnsOf(file, [owners[at], packages[at]].filter((text) => text !== '').join('  ')));
  const lines = view.tree ? treeLines(files, columns, view) : files.map((file, at) => `${columns[at]}  /${nameOf(file, file.path)}`);
  const problems = report.problems.flatMap(({ message, incomplete }) =>
    wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, view.width).map((line) =>
      incomplete ? view.style.warn(line) : line,
    ),
  );
  return [...lines, ...problems].map((line) => `${line}\n`).join('');
}

/** All of one width, at most `most`; a longer text is cut. */
function column(texts: readonly string[], most: number): readonly string[] {
  const width = Math.min(
    most,
    texts.reduce((longest, text) => Math.max(longest, text.length), 0),
  );
  return texts.map((text) => truncate(text, width).padEnd(width));
}

/** `pkg:deb/debian/libc6@2.36?arch=amd64` → `libc6`; a scope or group stays before the name, the distribution does not. */
function nameInPurl(purl: Purl): string {
  const parts = parsePurl(purl);
  if (parts === null) return printable(purl);
  const { type, namespace, name } = parts;
  return printable(namespace === null || isOfDistribution(type) ? name : `${namespace}/${name}`);
}

const SIGNS = { added: '+ ', changed: '~ ', removed: '- ' } as const;
const TYPES = { file: '-', hardlink: '-', symlink: 'l', char: 'c', block: 'b', directory: 'd', fifo: 'p' } as const;

function columnsOf(file: ListedFile, names: string): string {
  const sign = file.change === null ? '' : SIGNS[file.change];
  const size = file.type === 'file' ? formatBytes(file.size) : '';
  return `${sign}${TYPES[file.type]}${modeWord(file.mode)}  ${size.padStart(7)}  ${String(file.layer + 1).padStart(3)}  ${names}`;
}

function nameOf({ type, link }: ListedFile, name: string): string {
  return type === 'symlink' && link !== null ? `${printable(name)} -> ${printable(link)}` : printable(name);
}

/** Folders that are not listed themselves stand without columns, for the sake of what lies in them. */
function treeLines(files: readonly ListedFile[], columns: readonly string[], { style }: FilesView): readonly string[] {
  const places = new Map(files.map(({ path }, at) => [path, at]));
  const blank = ' '.repeat(columns[0]?.length ?? 0);
  return drawTree(files.map(({ path }) => path)).map(({ path, name, branch }) => {
    const at = places.get(path);
    const file = at === undefined ? undefined : files[at];
    const shown = file === undefined ? printable(name) : nameOf(file, name);
    return `${at === undefined ? blank : (columns[at] ?? blank)}  ${style.dim(branch)}${shown}`;
  });
}

/** `rwxr-xr-x`, with `s` and `t` for setuid, setgid and sticky, as ls writes them. */
export function modeWord(mode: number): string {
  const bits = 'rwxrwxrwx'.split('').map((letter, at) => ((mode & (0o400 >> at)) === 0 ? '-' : letter));
  const special = (at: number, bit: number, letter: string): void => {
    if ((mode & bit) !== 0) bits[at] = bits[at] === 'x' ? letter : letter.toUpperCase();
  };
  special(2, 0o4000, 's');
  special(5, 0o2000, 's');
  special(8, 0o1000, 't');
  return bits.join('');
}

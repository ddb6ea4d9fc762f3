import type { FilesReport, ListedFile } from '../model/layers-report.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { formatBytes, printable, wrap } from './words.ts';

/** A line a file: what a layer did (where one was asked about), mode, size, layer, who brought it, path. Paths are never cut. */
export function writeFiles(report: FilesReport, view: { readonly width: number; readonly style: Style }): string {
  const { files, trace } = report;
  const owners = files.map(({ owner }) => ownerName(owner, trace));
  const width = Math.min(
    32,
    owners.reduce((most, owner) => Math.max(most, owner.length), 0),
  );
  const lines = files.map((file, at) => lineOf(file, (owners[at] ?? '').slice(0, width).padEnd(width)));
  const problems = report.problems.flatMap(({ message }) =>
    wrap(`incomplete: ${printable(message)}`, view.width).map((line) => view.style.warn(line)),
  );
  return [...lines, ...problems].map((line) => `${line}\n`).join('');
}

const SIGNS = { added: '+ ', changed: '~ ', removed: '- ' } as const;
const TYPES = { file: '-', hardlink: '-', symlink: 'l', char: 'c', block: 'b', directory: 'd', fifo: 'p' } as const;

function lineOf(file: ListedFile, owner: string): string {
  const sign = file.change === null ? '' : SIGNS[file.change];
  const target = file.type === 'symlink' && file.link !== null ? ` -> ${printable(file.link)}` : '';
  const size = file.type === 'file' ? formatBytes(file.size) : '';
  return `${sign}${TYPES[file.type]}${modeWord(file.mode)}  ${size.padStart(7)}  ${String(file.layer + 1).padStart(3)}  ${owner}  /${printable(file.path)}${target}`;
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

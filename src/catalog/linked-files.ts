import { splitPath } from '../model/image-path.ts';
import type { EntryTable } from '../model/layer-analysis.ts';
import { rowPath } from '../model/layer-analysis.ts';
import type { Extractor } from './cataloger.ts';

/** A hard link as it was met: what it leads to is known once all entries are. */
export interface WantedLink {
  readonly row: number;
  readonly path: string;
  readonly wanting: readonly Extractor[];
}

/** The body that hard links lead to, under the first link's name. */
export interface LinkedFile extends WantedLink {
  /** The row that has the body. */
  readonly target: number;
  /** Rows of further links to it. */
  readonly others: readonly number[];
}

const MAX_LINKS = 40;

/** Finds the files of hard links within the layer; what lies in another layer is left out. */
export function findLinkedFiles(table: EntryTable, links: readonly WantedLink[], fileType: number): readonly LinkedFile[] {
  if (links.length === 0) return [];
  let sought = new Set(links.map((link) => table.link[link.row] ?? -1));
  const rows = new Map<string, number>();
  for (let round = 0; sought.size > 0 && round < MAX_LINKS; round += 1) {
    const found = rowsAt(
      table,
      [...sought].map((place) => table.strings[place] ?? ''),
    );
    sought = new Set();
    for (const [path, row] of found) {
      rows.set(path, row);
      const next = table.link[row] ?? -1;
      if (table.type[row] !== fileType && next >= 0 && !rows.has(table.strings[next] ?? '')) sought.add(next);
    }
  }
  const byTarget = Map.groupBy(links, (link) => follow(table, rows, link.row, fileType));
  byTarget.delete(-1);
  return [...byTarget].map(([target, names]) => joinNames(target, names));
}

function joinNames(target: number, names: readonly WantedLink[]): LinkedFile {
  const [first, ...others] = names;
  const wanting = [...new Set(names.flatMap((one) => one.wanting))];
  return { target, row: first?.row ?? target, path: first?.path ?? '', wanting, others: others.map((one) => one.row) };
}

function follow(table: EntryTable, rows: ReadonlyMap<string, number>, from: number, fileType: number): number {
  let row = from;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    if (table.type[row] === fileType) return row;
    const next = rows.get(table.strings[table.link[row] ?? -1] ?? '');
    if (next === undefined) return -1;
    row = next;
  }
  return -1;
}

/** The last row of each path. */
function rowsAt(table: EntryTable, paths: readonly string[]): ReadonlyMap<string, number> {
  const sought = new Set(paths);
  const names = new Set(paths.map((path) => splitPath(path)[1]));
  const isSought = Uint8Array.from(table.strings, (text) => Number(names.has(text)));
  const found = new Map<string, number>();
  for (let row = 0; row < table.count; row += 1) {
    if (isSought[table.name[row] ?? 0] !== 1) continue;
    const path = rowPath(table, row);
    if (sought.has(path)) found.set(path, row);
  }
  return found;
}

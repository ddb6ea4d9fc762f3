import type { AdvisorySet } from '../model/advisory.ts';
import { count, formatBytes, printable } from './words.ts';

/** A database as it is listed. */
export interface ListedDatabase {
  /** Null for the bundled one. */
  readonly name: string | null;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly date: string | null;
  /** Days. */
  readonly age: number | null;
  readonly sets: readonly AdvisorySet[];
  /** Why it can't be read; null where it can. */
  readonly problem: string | null;
}

/** `fromage db status`: a line for each database, and one for each of its sets. */
export function writeDatabases(databases: readonly ListedDatabase[]): string {
  const lines = databases.flatMap((database) => [headOf(database), ...rowsOf(database.sets), '']);
  return `${lines.join('\n').trimEnd()}\n`;
}

function headOf({ name, path, size, date, age, problem }: ListedDatabase): string {
  const called = name === null ? 'bundled' : name;
  if (problem !== null) return `${called}  cannot be read: ${printable(problem)}`;
  const when = date === null || age === null ? 'of unknown date' : `to ${date}, ${count(age, 'day')} old`;
  return `${called}  ${formatBytes(size)}, ${when}, in ${printable(path)}`;
}

function rowsOf(sets: readonly AdvisorySet[]): readonly string[] {
  const cells = sets.map((set) => [
    set.family === null ? 'all' : printable([set.family, set.release].filter((part) => part !== null).join(' ')),
    printable(set.publisher),
    set.date ?? 'unknown',
    contentOf(set),
    set.complete ? 'complete' : '',
    set.unfixed ? 'also what has no fix' : '',
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function contentOf({ family, advisories, packages }: AdvisorySet): string {
  if (family === null) return `of ${count(advisories, 'vulnerability', 'vulnerabilities')}`;
  return `${count(advisories, 'advisory', 'advisories')} about ${count(packages, 'package')}`;
}

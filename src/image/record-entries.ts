import type { TarEntry } from '../codec/tar-entry.ts';
import { cleanPath, showPath } from '../model/image-path.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import { growInts } from './columns.ts';
import { boundProblems } from './bound-problems.ts';
import { growTable } from './entry-table.ts';
import { readMarker } from './whiteout.ts';

/** Makes the columns of a LayerAnalysis out of a tar's entries, in their order. */
export interface EntryRecorder {
  /** The row of the entry; null for a marker, and for what has no place in an image (then a Problem says so). */
  add(entry: TarEntry): RecordedEntry | null;
  done(): Pick<LayerAnalysis, 'entries' | 'whiteouts' | 'opaque' | 'problems'>;
}

export interface RecordedEntry {
  readonly row: number;
  readonly path: string;
}

export function recordEntries(): EntryRecorder {
  const problems = boundProblems();
  const table = growTable(problems.add);
  const whiteouts = { folder: growInts(), name: growInts() };
  const opaque = growInts();

  function place(entry: TarEntry): string | null {
    const clean = cleanPath(entry.name);
    if (!clean.ok) {
      problems.add(unusable(entry, clean.reason));
      return null;
    }
    if (clean.odd) problems.add(oddPath(entry, clean.path));
    return clean.path;
  }

  return {
    add(entry) {
      const path = place(entry);
      if (path === null) return null;
      const marker = readMarker(path);
      if (marker.kind === 'none') return { row: table.add(entry, path), path };
      if (marker.kind === 'bad') problems.add(badMarker(path));
      if (marker.kind === 'opaque') opaque.push(table.folderOf(marker.folder));
      if (marker.kind === 'whiteout') {
        whiteouts.folder.push(table.folderOf(marker.folder));
        whiteouts.name.push(table.strings.put(marker.name));
      }
      return null;
    },
    done: () => ({
      entries: table.done(),
      whiteouts: { folder: whiteouts.folder.done(), name: whiteouts.name.done() },
      opaque: opaque.done(),
      problems: problems.done(),
    }),
  };
}

const REASONS = { 'leads-out': 'leads out of the image', nul: 'holds a NUL', 'too-long': 'is too long' } as const;

function unusable(entry: TarEntry, reason: keyof typeof REASONS): Problem {
  return {
    kind: 'unusable-path',
    message: `the path ${showPath(entry.name)} ${REASONS[reason]} and was passed over`,
    where: `byte ${entry.headerOffset} of the layer`,
    incomplete: true,
  };
}

function oddPath(entry: TarEntry, path: string): Problem {
  return {
    kind: 'odd-path',
    message: `the path ${showPath(entry.name)} was taken for ${showPath(path)}`,
    where: `byte ${entry.headerOffset} of the layer`,
    incomplete: false,
  };
}

function badMarker(path: string): Problem {
  return {
    kind: 'odd-whiteout',
    message: `${showPath(path)} looks like a whiteout and names nothing that could be deleted`,
    incomplete: false,
  };
}

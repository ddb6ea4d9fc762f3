import type { EntryPlace, FileTree, TreeEntry } from '../model/file-tree.ts';
import type { FileDifference } from '../model/images-diff.ts';
import type { EntryPair } from './pair-entries.ts';
import { pairEntries } from './pair-entries.ts';

/** A path that differs, or may: bodies of one size are still to be compared. */
export interface FileSuspect {
  readonly pair: EntryPair;
  /** In what it differs for sure; empty where only the bodies can tell, or where one tree has it alone. */
  readonly differs: readonly FileDifference[];
  /** Places of two bodies of one size whose bytes are not known to be the same. */
  readonly bodies: { readonly a: EntryPlace; readonly b: EntryPlace } | null;
}

export interface FileComparison {
  /** Whether two places are known to hold the same bytes without reading them: the same place of the same layer. */
  readonly isSameBody: (a: EntryPlace, b: EntryPlace) => boolean;
  /** Whether times of change matter. Two builds of one Dockerfile differ in most of them. */
  readonly times: boolean;
}

/** All paths of two trees that are not known to be the same, those of `a` first. */
export function* suspectFiles(a: FileTree, b: FileTree, comparison: FileComparison): IterableIterator<FileSuspect> {
  for (const pair of pairEntries(a, b)) {
    if (pair.a === null || pair.b === null) {
      yield { pair, differs: [], bodies: null };
      continue;
    }
    const differs = differencesOf(pair.a, pair.b, comparison);
    const bodies = differs.includes('type') || differs.includes('content') ? null : bodiesOf(pair.a, pair.b, comparison);
    if (differs.length > 0 || bodies !== null) yield { pair, differs, bodies };
  }
}

function differencesOf(a: TreeEntry, b: TreeEntry, { times }: FileComparison): readonly FileDifference[] {
  if (a.type !== b.type) return ['type'];
  // A folder that no layer has an entry for has no metadata to differ in.
  if (a.row === null || b.row === null) return [];
  const found: FileDifference[] = [];
  if (a.type === 'file' && a.size !== b.size) found.push('content');
  if (a.type !== 'symlink' && a.mode !== b.mode) found.push('mode');
  if (a.uid !== b.uid || a.gid !== b.gid) found.push('owner');
  if (times && Math.floor(a.mtime) !== Math.floor(b.mtime)) found.push('time');
  if (a.type === 'symlink' && a.link !== b.link) found.push('link');
  if (a.device?.major !== b.device?.major || a.device?.minor !== b.device?.minor) found.push('content');
  if (xattrText(a) !== xattrText(b)) found.push('xattrs');
  return found;
}

function xattrText({ xattrs }: TreeEntry): string {
  return xattrs
    .map(({ name, value }) => `${name}=${value.join(',')}`)
    .toSorted()
    .join('\n');
}

function bodiesOf(a: TreeEntry, b: TreeEntry, { isSameBody }: FileComparison): FileSuspect['bodies'] {
  if (a.type !== 'file' || a.size === 0 || a.content === null || b.content === null) return null;
  return isSameBody(a.content, b.content) ? null : { a: a.content, b: b.content };
}

import type { FileEntry } from '../model/file-entry.ts';
import type { Extractor } from './cataloger.ts';
import { compileMatcher } from './path-matcher.ts';

/** Which extractors want which files. */
export interface WantedFiles {
  /** By path and mode alone; most files are wanted by none. */
  byPath(path: string, mode: number): readonly Extractor[];
  /** Of these, those whose magic the first bytes are; pass HEAD_BYTES of them, or all there are. */
  byHead(extractors: readonly Extractor[], head: Uint8Array): readonly Extractor[];
}

/** As many first bytes as any magic has. */
export const HEAD_BYTES = 64;

const NONE: readonly Extractor[] = [];

export function compileWishes(extractors: readonly Extractor[]): WantedFiles {
  // Apart, because who wants programs wants all of them, and most files are none.
  const ofAny = chooser(extractors.filter(({ wish }) => wish.executable !== true));
  const ofProgram = chooser(extractors);
  return {
    byPath: (path, mode) => (isExecutable({ mode }) ? ofProgram(path) : ofAny(path)),
    byHead: (wanting, head) =>
      wanting.filter(({ wish }) => wish.magic === undefined || wish.magic.some((magic) => startsWith(head, magic))),
  };
}

function chooser(extractors: readonly Extractor[]): (path: string) => readonly Extractor[] {
  const matcher = compileMatcher(extractors.map(({ wish }) => wish.paths));
  return (path) => {
    const owners = matcher.match(path);
    return owners.length === 0 ? NONE : extractors.filter((_, owner) => owners.includes(owner));
  };
}

function isExecutable({ mode }: Pick<FileEntry, 'mode'>): boolean {
  return (mode & 0o111) !== 0;
}

function startsWith(head: Uint8Array, magic: Uint8Array): boolean {
  return magic.length <= head.length && magic.every((byte, i) => byte === head[i]);
}

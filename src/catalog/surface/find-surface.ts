import { CAPABILITY_XATTR, formatCapabilities } from '../../codec/file-capabilities.ts';
import { FILE_TYPES } from '../../model/file-entry.ts';
import type { FileTree, TreeEntry } from '../../model/file-tree.ts';
import { type EntryTable, folderPath, type LayerAnalysis, readEntry, rowPath } from '../../model/layer-analysis.ts';
import type { FoundSurface, PrivilegedFile, ProgramKind, SurfaceProgram, WritableByAll } from '../../model/surface.ts';
import { holdsPrograms, programKind } from './known-programs.ts';
import { secretFilesOf } from './secret-files.ts';

const [FILE, HARD_LINK, DIRECTORY] = (['file', 'hardlink', 'directory'] as const).map((type) => FILE_TYPES.indexOf(type));
const EXECUTABLE = 0o111;
const SETUID = 0o4000;
const SETGID = 0o2000;
const STICKY = 0o1000;
const WRITABLE = 0o002;

/** What the files of an image expose: by names, modes and attributes of the tree, and by what was read at known paths of all layers. */
export function findSurface(tree: FileTree, analyses: readonly LayerAnalysis[]): FoundSurface {
  const found = { programs: [] as FoundSurface['programs'][number][], privileged: [] as FoundSurface['privileged'][number][] };
  const writable = { files: 0, folders: 0, examples: [] as string[] };
  const headers = { files: 0, bytes: 0 };
  for (const [layer, { entries }] of analyses.entries()) {
    const rows = tree.currentRows(layer);
    const look = { tree, entries, layer, kindOf: namedKinds(entries), isHeader: headerTest(entries), isPlace: placeTest(entries) };
    for (let row = 0; row < entries.count; row += 1) {
      if (rows[row] !== 1) continue;
      const program = programAt(look, row);
      if (program !== null) found.programs.push({ ...program, layer });
      const privileged = privilegedAt(look, row);
      if (privileged !== null) found.privileged.push({ ...privileged, layer });
      countWritable(look, row, writable);
      if (entries.type[row] === FILE && look.isHeader(row)) {
        headers.files += 1;
        headers.bytes += entries.size[row] ?? 0;
      }
    }
  }
  return {
    programs: found.programs.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    privileged: found.privileged.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    writable,
    headers,
    secrets: secretFilesOf(tree, analyses),
  };
}

/** A layer as it is looked at, row by row. */
interface Look {
  readonly tree: FileTree;
  readonly entries: EntryTable;
  readonly layer: number;
  /** By the row's name alone. */
  readonly kindOf: (row: number) => ProgramKind | null;
  readonly isHeader: (row: number) => boolean;
  /** Whether the row's folder is one of programs. */
  readonly isPlace: (row: number) => boolean;
}

function programAt({ tree, entries, kindOf, isPlace }: Look, row: number): SurfaceProgram | null {
  const type = entries.type[row];
  if (type === DIRECTORY) return null;
  const kind = kindOf(row);
  if (kind === null || !isPlace(row)) return null;
  const path = rowPath(entries, row);
  const file = type === FILE ? readEntry(entries, row, path) : tree.resolve(path);
  if (file === null || file.type !== 'file' || file.size === 0 || (file.mode & EXECUTABLE) === 0) return null;
  return { kind, name: entries.strings[entries.name[row] ?? 0] ?? '', path, target: targetOf(path, file), bytes: file.size };
}

/** A hard link's other name is not told: neither of them is the file's own. */
function targetOf(path: string, { path: file }: Pick<TreeEntry, 'path'>): string | null {
  return file === path ? null : file;
}

function privilegedAt({ tree, entries }: Look, row: number): PrivilegedFile | null {
  const type = entries.type[row];
  if (type !== FILE && type !== HARD_LINK) return null;
  // A hard link has the mode and attributes of the file, whatever its own entry says.
  const entry = type === FILE ? null : tree.get(rowPath(entries, row));
  const mode = type === FILE ? (entries.mode[row] ?? 0) : (entry?.mode ?? 0);
  const xattrs = type === FILE ? entries.xattrs.get(row) : entry?.xattrs;
  const given = xattrs?.find(({ name }) => name === CAPABILITY_XATTR);
  const isExecutable = (mode & EXECUTABLE) !== 0;
  // Setgid without the right to execute asks for mandatory locks (chmod(2)), and gives nobody rights.
  const [setuid, setgid] = [isExecutable && (mode & SETUID) !== 0, isExecutable && (mode & SETGID) !== 0];
  if (!setuid && !setgid && given === undefined) return null;
  const { path, uid, gid, size } = entry ?? readEntry(entries, row);
  const capabilities = given === undefined ? null : (formatCapabilities(given.value) ?? UNREADABLE);
  return { path, setuid, setgid, uid, gid, capabilities, bytes: size };
}

const UNREADABLE = 'not readable';
const EXAMPLES = 20;

function countWritable({ entries }: Look, row: number, writable: { -readonly [K in keyof WritableByAll]: WritableByAll[K] }): void {
  const [type, mode = 0] = [entries.type[row], entries.mode[row]];
  if ((mode & WRITABLE) === 0 || (type !== FILE && type !== DIRECTORY)) return;
  if (type === DIRECTORY && (mode & STICKY) !== 0) return;
  if (type === FILE) writable.files += 1;
  else writable.folders += 1;
  if (writable.examples.length < EXAMPLES) writable.examples = [...writable.examples, rowPath(entries, row)];
}

/** Names stand in the table once each, and so are asked about once each. */
function namedKinds({ strings, name }: EntryTable): (row: number) => ProgramKind | null {
  const kinds = new Map<number, ProgramKind>();
  for (const [at, text] of strings.entries()) {
    const kind = text.length > 40 ? null : programKind(text);
    if (kind !== null) kinds.set(at, kind);
  }
  return (row) => kinds.get(name[row] ?? -1) ?? null;
}

function placeTest(entries: EntryTable): (row: number) => boolean {
  const known = new Map<number, boolean>();
  return (row) => {
    const folder = entries.folder[row] ?? 0;
    const isPlace = known.get(folder) ?? holdsPrograms(folderPath(entries, folder));
    known.set(folder, isPlace);
    return isPlace;
  };
}

const INCLUDES = /^usr\/(?:local\/)?include(?:\/|$)|^include(?:\/|$)/;

function headerTest(entries: EntryTable): (row: number) => boolean {
  const folders = new Uint8Array(entries.folderParent.length);
  for (let folder = 0; folder < folders.length; folder += 1) {
    const isBelow = folders[entries.folderParent[folder] ?? 0] === 1;
    folders[folder] = isBelow || (isShallow(entries, folder) && INCLUDES.test(folderPath(entries, folder))) ? 1 : 0;
  }
  return (row) => folders[entries.folder[row] ?? 0] === 1 && /\.(?:h|hh|hpp|hxx|inc)$/.test(entries.strings[entries.name[row] ?? 0] ?? '');
}

/** Whether it lies three folders deep at most, as the folders of includes do: of others the path need not be made. */
function isShallow({ folderParent }: EntryTable, folder: number): boolean {
  let at = folder;
  for (let depth = 0; depth < 3 && at > 0; depth += 1) at = folderParent[at] ?? 0;
  return at <= 0;
}

import { CAPABILITY_XATTR, formatCapabilities } from '../../codec/file-capabilities.ts';
import { FILE_TYPES } from '../../model/file-entry.ts';
import type { FileTree, TreeEntry } from '../../model/file-tree.ts';
import { type EntryTable, folderPath, type LayerAnalysis, readEntry, rowPath } from '../../model/layer-analysis.ts';
import type { FoundSurface, PrivilegedFile, ProgramKind, SurfaceProgram, WritableByAll } from '../../model/surface.ts';
import { PROGRAM_FOLDERS, programKind } from './known-programs.ts';
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
    const look: Look = { tree, entries, kindOf: kindsByName(entries) };
    const folders = folderMarks(entries);
    for (let row = 0; row < entries.count; row += 1) {
      if (rows[row] !== 1) continue;
      const mark = folders[entries.folder[row] ?? 0] ?? 0;
      const program = mark === PROGRAMS ? programAt(look, row) : null;
      if (program !== null) found.programs.push({ ...program, layer });
      const privileged = privilegedAt(look, row);
      if (privileged !== null) found.privileged.push({ ...privileged, layer });
      countWritable(entries, row, writable);
      if (mark === HEADERS) countHeader(entries, row, headers);
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
  /** By the row's name alone. */
  readonly kindOf: (row: number) => ProgramKind | null;
}

function programAt({ tree, entries, kindOf }: Look, row: number): SurfaceProgram | null {
  const type = entries.type[row];
  const kind = type === DIRECTORY ? null : kindOf(row);
  if (kind === null) return null;
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
  if (type !== HARD_LINK && (type !== FILE || (((entries.mode[row] ?? 0) & (SETUID | SETGID)) === 0 && !entries.xattrs.has(row))))
    return null;
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

function countWritable(entries: EntryTable, row: number, writable: { -readonly [K in keyof WritableByAll]: WritableByAll[K] }): void {
  const [type, mode = 0] = [entries.type[row], entries.mode[row]];
  if ((mode & WRITABLE) === 0 || (type !== FILE && type !== DIRECTORY)) return;
  if (type === DIRECTORY && (mode & STICKY) !== 0) return;
  if (type === FILE) writable.files += 1;
  else writable.folders += 1;
  if (writable.examples.length < EXAMPLES) writable.examples = [...writable.examples, rowPath(entries, row)];
}

function countHeader(entries: EntryTable, row: number, headers: { files: number; bytes: number }): void {
  if (entries.type[row] !== FILE || !/\.(?:h|hh|hpp|hxx|inc)$/.test(entries.strings[entries.name[row] ?? 0] ?? '')) return;
  headers.files += 1;
  headers.bytes += entries.size[row] ?? 0;
}

/** Names stand in the table once each, and so are asked about once each. */
function kindsByName({ strings, name }: EntryTable): (row: number) => ProgramKind | null {
  const kinds = new Map<number, ProgramKind | null>();
  return (row) => {
    const at = name[row] ?? 0;
    const known = kinds.get(at);
    if (known !== undefined) return known;
    const kind = programKind(strings[at] ?? '');
    kinds.set(at, kind);
    return kind;
  };
}

const PROGRAMS = 1;
const HEADERS = 2;
const INCLUDES = /^(?:usr\/(?:local\/)?)?include$/;

/** Which folders are of programs, and which of headers, with all below them. */
function folderMarks(entries: EntryTable): Uint8Array {
  const marks = new Uint8Array(entries.folderParent.length);
  marks[0] = PROGRAMS;
  for (let folder = 1; folder < marks.length; folder += 1) {
    const name = entries.strings[entries.folderName[folder] ?? 0] ?? '';
    const isHeaders =
      marks[entries.folderParent[folder] ?? 0] === HEADERS || (name === 'include' && INCLUDES.test(folderPath(entries, folder)));
    marks[folder] = isHeaders ? HEADERS : PROGRAM_FOLDERS.has(name) ? PROGRAMS : 0;
  }
  return marks;
}

import type { FileTree } from '../model/file-tree.ts';
import type { Misfit, ProgramLinks } from '../model/program-links.ts';

/** A tree, and the links of the programs in it. */
export interface LinkedTree {
  readonly tree: FileTree;
  /** Of the file that the path leads to; null for one that has none. */
  linksOf(path: string): ProgramLinks | null;
  /** Folders that the environment names for libraries: LD_LIBRARY_PATH. */
  readonly libraryPath: readonly string[];
  /** Folders that are searched for programs: PATH. */
  readonly programPath: readonly string[];
}

type ElfLinks = Extract<ProgramLinks, { kind: 'elf' }>;

/** What the program at a path misses in this tree. */
export function missingOf(path: string, links: ProgramLinks, around: LinkedTree): readonly Misfit[] {
  return links.kind === 'script' ? missingOfScript(path, links.words, around) : missingOfElf(path, links, around);
}

function missingOfScript(
  path: string,
  [interpreter = '', ...rest]: readonly string[],
  { tree, programPath }: LinkedTree,
): readonly Misfit[] {
  if (!isThere(interpreter, tree)) return [{ path, kind: 'script-interpreter', missing: interpreter }];
  if (!interpreter.endsWith('/env')) return [];
  const name = rest.find((word) => !word.startsWith('-') && !word.includes('='));
  if (name === undefined || name.startsWith('/') || programPath.some((folder) => isThere(`${folder}/${name}`, tree))) return [];
  return [{ path, kind: 'script-interpreter', missing: name }];
}

function missingOfElf(path: string, links: ElfLinks, around: LinkedTree): readonly Misfit[] {
  const { interpreter } = links;
  const loader =
    interpreter === null || isThere(interpreter, around.tree) ? [] : [{ path, kind: 'interpreter' as const, missing: interpreter }];
  return [...loader, ...links.needed.flatMap((name) => missingLibrary(path, name, links, around))];
}

function missingLibrary(path: string, name: string, links: ElfLinks, around: LinkedTree): readonly Misfit[] {
  // The loader itself is often named as a library: it is there if it is there.
  if (links.interpreter !== null && links.interpreter.endsWith(`/${name}`)) return [];
  const found = findLibrary(path, name, links, around);
  if (found === null) return [{ path, kind: 'library', missing: name }];
  // musl gives no versions, and its loader asks for none: what was built for glibc finds a libc there that is none.
  const gives = new Set(found.gives);
  const wanted = (links.wants[name] ?? []).filter((version) => !gives.has(version));
  return wanted.map((version) => ({ path, kind: 'symbol-version', missing: `${name}: ${version}` }));
}

/** ld.so(8): where the program says, the environment, and the usual folders. A library for another machine is passed over. */
function findLibrary(path: string, name: string, links: ElfLinks, { tree, linksOf, libraryPath }: LinkedTree): ElfLinks | null {
  const origin = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const own = links.paths.map((folder) => folder.replace(/\$\{?ORIGIN\}?/g, `/${origin}`).replace(/\$\{?LIB\}?/g, 'lib'));
  const places = name.includes('/') ? [name] : [...own, ...libraryPath, ...usualFolders(links)].map((folder) => `${folder}/${name}`);
  for (const place of places) {
    const entry = tree.resolve(place);
    const found = entry === null || entry.type !== 'file' ? null : linksOf(entry.path);
    if (found?.kind === 'elf' && found.machine === links.machine && found.is64 === links.is64) return found;
  }
  return null;
}

const TRIPLETS: Readonly<Record<number, readonly string[]>> = {
  3: ['i386-linux-gnu'],
  21: ['powerpc64le-linux-gnu'],
  22: ['s390x-linux-gnu'],
  40: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
  62: ['x86_64-linux-gnu'],
  183: ['aarch64-linux-gnu'],
  243: ['riscv64-linux-gnu'],
};

function usualFolders({ machine, is64 }: ElfLinks): readonly string[] {
  const triplets = (TRIPLETS[machine] ?? []).flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`, `/usr/local/lib/${triplet}`]);
  const wide = is64 ? ['/lib64', '/usr/lib64', '/usr/local/lib64'] : ['/lib32', '/usr/lib32'];
  return [...triplets, ...wide, '/lib', '/usr/lib', '/usr/local/lib'];
}

function isThere(path: string, tree: FileTree): boolean {
  return tree.resolve(path)?.type === 'file';
}

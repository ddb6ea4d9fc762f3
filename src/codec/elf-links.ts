import type { ReadAt } from '../ports/index.ts';
import { type Elf, offsetOfAddress } from './elf.ts';
import { isWithin, readRange } from './read-at.ts';

/** What a program or library asks of the loader, and what it gives others; System V ABI, "Dynamic Linking". */
export interface ElfLinks {
  /** e_machine: 62 is x86-64, 183 AArch64. */
  readonly machine: number;
  readonly is64: boolean;
  /** The loader it names; null for a library, or a program that needs none. */
  readonly interpreter: string | null;
  /** Names of libraries: `libc.so.6`. */
  readonly needed: readonly string[];
  readonly soname: string | null;
  /** Where it says its libraries are: `$ORIGIN/../lib`. RUNPATH where there is one, else RPATH. */
  readonly paths: readonly string[];
  /** Versions of symbols that it wants of each library: `libc.so.6` → `GLIBC_2.34`. */
  readonly wants: Readonly<Record<string, readonly string[]>>;
  /** Versions of symbols that it has. */
  readonly gives: readonly string[];
}

const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const [DT_NEEDED, DT_STRTAB, DT_STRSZ, DT_SONAME, DT_RPATH, DT_RUNPATH] = [1, 5, 10, 14, 15, 29];
const [DT_VERDEF, DT_VERDEFNUM, DT_VERNEED, DT_VERNEEDNUM] = [0x6ffffffc, 0x6ffffffd, 0x6ffffffe, 0x6fffffff];

const MAX_DYNAMIC = 1024 * 1024;
const MAX_STRINGS = 16 * 1024 * 1024;
/** In the whole table, whatever it says: chains of it may overlap. */
const MAX_VERSIONS = 4096;
const MAX_NAME = 512;
const MAX_TABLE = 1024 * 1024;

/** The links of a dynamic program or library; null for one that is static. What does not lie in the file is left out. */
export async function readElfLinks(file: ReadAt, elf: Elf): Promise<ElfLinks | null> {
  const dynamic = elf.segments.find(({ type }) => type === PT_DYNAMIC);
  const interp = elf.segments.find(({ type }) => type === PT_INTERP);
  if (dynamic === undefined) return null;
  const entries = dynamicEntries(await readRange(file, dynamic.offset, Math.min(dynamic.size, MAX_DYNAMIC), 'the dynamic section'), elf);
  const one = (tag: number): number | null => entries.find(([found]) => found === tag)?.[1] ?? null;
  const strings = await stringsOf(file, elf, one(DT_STRTAB), one(DT_STRSZ));
  const text = (at: number | null): string | null => (at === null ? null : textAt(strings, at));
  const all = (tag: number): readonly string[] => entries.flatMap(([found, value]) => (found === tag ? (text(value) ?? []) : []));
  const searched = all(DT_RUNPATH).length > 0 ? all(DT_RUNPATH) : all(DT_RPATH);
  const head = await readRange(file, 0, 20, 'the ELF header');
  return {
    machine: new DataView(head.buffer, head.byteOffset).getUint16(18, elf.isLittleEndian),
    is64: elf.is64,
    interpreter:
      interp === undefined ? null : textAt(await readRange(file, interp.offset, Math.min(interp.size, 4096), 'the name of the loader'), 0),
    needed: all(DT_NEEDED),
    soname: text(one(DT_SONAME)),
    paths: searched.flatMap((paths) => paths.split(':')).filter((path) => path !== ''),
    wants: await wantedVersions(file, elf, one(DT_VERNEED), one(DT_VERNEEDNUM), strings),
    gives: await givenVersions(file, elf, one(DT_VERDEF), one(DT_VERDEFNUM), strings),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function dynamicEntries(bytes: Uint8Array, { is64, isLittleEndian }: Elf): readonly (readonly [tag: number, value: number])[] {
  const view = viewOf(bytes);
  const size = is64 ? 16 : 8;
  const entries: (readonly [number, number])[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    const tag = is64 ? Number(view.getBigUint64(at, isLittleEndian)) : view.getUint32(at, isLittleEndian);
    if (tag === 0) break;
    entries.push([tag, is64 ? Number(view.getBigUint64(at + 8, isLittleEndian)) : view.getUint32(at + 4, isLittleEndian)]);
  }
  return entries;
}

async function stringsOf(file: ReadAt, elf: Elf, address: number | null, size: number | null): Promise<Uint8Array> {
  const offset = address === null ? null : offsetOfAddress(elf, address);
  if (offset === null || size === null || size > MAX_STRINGS || !isWithin(file, offset, size)) return new Uint8Array();
  return readRange(file, offset, size, 'the names of symbols');
}

function textAt(bytes: Uint8Array, at: number): string | null {
  if (at < 0 || at >= bytes.length) return null;
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + MAX_NAME)));
}

/** A table of versions; they are chained by offsets within it. */
async function tableOf(file: ReadAt, elf: Elf, address: number | null): Promise<Uint8Array | null> {
  const offset = address === null ? null : offsetOfAddress(elf, address);
  if (offset === null || offset >= file.size) return null;
  return readRange(file, offset, Math.min(MAX_TABLE, file.size - offset), 'the versions of symbols');
}

/** Verneed: version (2), count (2), library (4), first (4), next (4); Vernaux: hash (4), flags (2), other (2), name (4), next (4). */
async function wantedVersions(
  file: ReadAt,
  elf: Elf,
  address: number | null,
  count: number | null,
  strings: Uint8Array,
): Promise<ElfLinks['wants']> {
  const table = await tableOf(file, elf, address);
  if (table === null || count === null) return {};
  const view = viewOf(table);
  const wants = new Map<string, string[]>();
  let budget = MAX_VERSIONS;
  for (let at = 0, left = Math.min(count, MAX_VERSIONS); left > 0 && budget > 0 && at + 16 <= table.length; left -= 1) {
    const [versions, library] = [view.getUint16(at + 2, elf.isLittleEndian), textAt(strings, view.getUint32(at + 4, elf.isLittleEndian))];
    const names: string[] = [];
    let inner = at + view.getUint32(at + 8, elf.isLittleEndian);
    for (let more = Math.min(versions, budget); more > 0 && inner + 16 <= table.length; more -= 1) {
      budget -= 1;
      // A weak want is none: the loader goes on without it.
      const isWeak = (view.getUint16(inner + 4, elf.isLittleEndian) & 2) !== 0;
      const name = textAt(strings, view.getUint32(inner + 8, elf.isLittleEndian));
      if (name !== null && !isWeak) names.push(name);
      const next = view.getUint32(inner + 12, elf.isLittleEndian);
      if (next === 0) break;
      inner += next;
    }
    if (library !== null) {
      const before = wants.get(library);
      if (before === undefined) wants.set(library, names);
      else before.push(...names);
    }
    const next = view.getUint32(at + 12, elf.isLittleEndian);
    if (next === 0) break;
    at += next;
  }
  return Object.fromEntries(wants);
}

/** Verdef: version (2), flags (2), index (2), count (2), hash (4), first (4), next (4); Verdaux: name (4), next (4). */
async function givenVersions(
  file: ReadAt,
  elf: Elf,
  address: number | null,
  count: number | null,
  strings: Uint8Array,
): Promise<readonly string[]> {
  const table = await tableOf(file, elf, address);
  if (table === null || count === null) return [];
  const view = viewOf(table);
  const names: string[] = [];
  for (let at = 0, left = Math.min(count, MAX_VERSIONS); left > 0 && at + 20 <= table.length; left -= 1) {
    const inner = at + view.getUint32(at + 12, elf.isLittleEndian);
    const name = inner + 8 <= table.length ? textAt(strings, view.getUint32(inner, elf.isLittleEndian)) : null;
    if (name !== null) names.push(name);
    const next = view.getUint32(at + 16, elf.isLittleEndian);
    if (next === 0) break;
    at += next;
  }
  return names;
}

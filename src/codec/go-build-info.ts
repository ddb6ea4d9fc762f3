import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import type { Elf, ElfSegment } from './elf.ts';
import { findSection, offsetOfAddress, PT_LOAD } from './elf.ts';
import { isWithin, readRange } from './read-at.ts';

/** A module of a Go program. `replacedBy` is what was compiled in its place; a folder has no version. */
export interface GoModule {
  readonly path: string;
  readonly version: string | null;
  readonly replacedBy: { readonly path: string; readonly version: string | null } | null;
}

/** What Go left in a program of how it was made; package runtime/debug, BuildInfo. */
export interface GoBuildInfo {
  /** `go1.24.1`, or whatever that toolchain calls itself. */
  readonly goVersion: string;
  /** The main package. Null in programs that were built without modules. */
  readonly path: string | null;
  readonly main: GoModule | null;
  readonly dependencies: readonly GoModule[];
  /** `GOARCH`, `-ldflags`, `vcs.revision` … */
  readonly settings: ReadonlyMap<string, string>;
}

const MAGIC = Uint8Array.of(0xff, ...new TextEncoder().encode(' Go buildinf:'));
const HEADER = 32;
const ALIGNMENT = 16;
/** As far as the linker puts it without a section of its own. */
const MAX_SEARCH = 1024 * 1024;
const MAX_TEXT = 8 * 1024 * 1024;

/** Null where it is no Go program. Throws `malformed`, `truncated`, `too-large` where it is one, and damaged. */
export async function readGoBuildInfo(file: ReadAt, elf: Elf): Promise<GoBuildInfo | null> {
  const at = await findHeader(file, elf);
  if (at === null) return null;
  const header = await readRange(file, at, HEADER, "Go's build info");
  const isInline = ((header[15] ?? 0) & 2) !== 0;
  const [goVersion, modules] = isInline ? await readInline(file, at + HEADER) : await readPointers(file, elf, header);
  return goVersion === '' ? null : { goVersion, ...parseModules(withoutMarks(modules)) };
}

async function findHeader(file: ReadAt, elf: Elf): Promise<number | null> {
  const section = findSection(elf, '.go.buildinfo');
  if (section !== null) return findMagic(file, section.offset, section.size);
  // Stripped of its sections: it stands at the beginning of the data.
  const data = elf.sections.length > 0 ? undefined : elf.segments.find(isData);
  return data === undefined ? null : findMagic(file, data.offset, data.size);
}

function isData({ type, flags }: ElfSegment): boolean {
  return type === PT_LOAD && (flags & 3) === 2;
}

async function findMagic(file: ReadAt, offset: number, size: number): Promise<number | null> {
  const bytes = await readRange(file, offset, Math.min(size, MAX_SEARCH), 'the data of the program');
  for (let at = 0; at + HEADER <= bytes.length; at += ALIGNMENT) if (MAGIC.every((byte, i) => bytes[at + i] === byte)) return offset + at;
  return null;
}

/** Since Go 1.18: two strings, each behind its length as a varint. */
async function readInline(file: ReadAt, from: number): Promise<readonly [string, string]> {
  const [version, next] = await readVarString(file, from);
  const [modules] = await readVarString(file, next);
  return [version, modules];
}

async function readVarString(file: ReadAt, from: number): Promise<readonly [text: string, next: number]> {
  const head = new Uint8Array(10);
  const count = await file.read(from, head);
  let [size, at] = [0, 0];
  for (; ; at += 1) {
    const byte = head[at] ?? 0;
    if (at >= count || at > 5) throw new FromageError('malformed', "Go's build info has a length that is none");
    size += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) break;
  }
  const start = from + at + 1;
  return [decode(await readRange(file, start, size, "Go's build info", MAX_TEXT)), start + size];
}

/** Before: pointers to two strings, each a pointer and a length, as they lie in memory. */
async function readPointers(file: ReadAt, elf: Elf, header: Uint8Array): Promise<readonly [string, string]> {
  const pointerSize = header[14] === 4 ? 4 : 8;
  const isLittleEndian = ((header[15] ?? 0) & 1) === 0;
  const pointer = (bytes: Uint8Array, at: number) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, pointerSize);
    return pointerSize === 8 ? Number(view.getBigUint64(0, isLittleEndian)) : view.getUint32(0, isLittleEndian);
  };
  const follow = async (address: number) => {
    const at = offsetOfAddress(elf, address);
    if (at === null || !isWithin(file, at, 2 * pointerSize)) return '';
    const text = await readRange(file, at, 2 * pointerSize, "Go's build info");
    const start = offsetOfAddress(elf, pointer(text, 0));
    return start === null ? '' : decode(await readRange(file, start, pointer(text, pointerSize), "Go's build info", MAX_TEXT));
  };
  return [await follow(pointer(header, 16)), await follow(pointer(header, 16 + pointerSize))];
}

/** The text stands between two marks of 16 bytes, by which a running program is searched for it. */
function withoutMarks(text: string): string {
  return text.length >= 33 && text.at(-17) === '\n' ? text.slice(16, -16) : '';
}

function parseModules(text: string): Omit<GoBuildInfo, 'goVersion'> {
  let path: string | null = null;
  const modules: { kind: string; module: GoModule }[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind = '', first = '', second = ''] = line.split('\t');
    const last = modules.at(-1);
    if (kind === 'path') path = first;
    else if (kind === 'mod' || kind === 'dep') modules.push({ kind, module: { path: first, version: second || null, replacedBy: null } });
    else if (kind === '=>' && last !== undefined) last.module = { ...last.module, replacedBy: { path: first, version: second || null } };
    else if (kind === 'build') setSetting(settings, line.slice('build\t'.length));
  }
  return {
    path,
    main: modules.find(({ kind }) => kind === 'mod')?.module ?? null,
    dependencies: modules.filter(({ kind }) => kind === 'dep').map(({ module }) => module),
    settings,
  };
}

/** `key=value`, either of which may be quoted as Go quotes strings. */
function setSetting(settings: Map<string, string>, line: string): void {
  const [, key, value] = /^("(?:[^"\\]|\\.)*"|[^=]*)=(.*)$/s.exec(line) ?? [];
  if (key !== undefined && value !== undefined) settings.set(unquote(key), unquote(value));
}

function unquote(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}

/** Marks are no UTF-8, and each of their bytes must stay one character. */
function decode(bytes: Uint8Array): string {
  const marked = bytes.length >= 33 && bytes.at(-17) === 0x0a;
  const text = new TextDecoder().decode(marked ? bytes.subarray(16, -16) : bytes);
  return marked ? `${' '.repeat(16)}${text}${' '.repeat(16)}` : text;
}

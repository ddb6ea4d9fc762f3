import type { Elf, ElfSection } from '../../codec/elf.ts';
import type { ReadAt } from '../../ports/index.ts';
import type { Program, Sign } from './program.ts';
import { type ByteSearch, compileSearch } from './search-bytes.ts';

/** A program of the table, and what stands for `{}` in its anchors. */
export interface Candidate {
  readonly program: Program;
  readonly named: string;
}

/** A program that was recognised. */
export interface FoundVersion {
  readonly program: Program;
  readonly version: string;
}

/** Bytes that are read at once. */
const CHUNK = 512 * 1024;
/** Bytes around an anchor in which its pattern must hold. */
const MARGIN = 256;
const MAX_TEXT = 64 * 1024;
/** Anchors of one sign that are looked at in a file: programs have a few, and a made-up one millions. */
const MAX_ANCHORS = 10_000;

/** The first program of which a sign stands in the constants of the file; in all of it where its sections were cut off. */
export async function findInElf(file: ReadAt, elf: Elf, candidates: readonly Candidate[]): Promise<FoundVersion | null> {
  const signs = candidates.flatMap(({ program, named }) => program.signs.map((sign) => compileSign(program, sign, named)));
  const buffer = new Uint8Array(CHUNK + 2 * MARGIN);
  for (const range of constantsOf(file, elf)) {
    const found = await findInRange(file, range, signs, buffer);
    if (found !== null) return found;
  }
  return null;
}

/** The first program of which a sign is in the text. */
export async function findInText(file: ReadAt, candidates: readonly Candidate[]): Promise<FoundVersion | null> {
  if (candidates.length === 0 || file.size > MAX_TEXT) return null;
  const bytes = new Uint8Array(file.size);
  const text = new TextDecoder().decode(bytes.subarray(0, await file.read(0, bytes)));
  for (const { program } of candidates) {
    for (const { pattern } of program.signs) {
      const version = pattern.exec(text)?.groups?.['version'];
      if (version !== undefined) return { program, version };
    }
  }
  return null;
}

interface CompiledSign {
  readonly program: Program;
  readonly search: ByteSearch;
  readonly pattern: RegExp;
  /** Anchors that are still looked at. */
  left: number;
}

function compileSign(program: Program, { anchor = '', pattern }: Sign, named: string): CompiledSign {
  return { program, search: compileSearch(anchor.replaceAll('{}', named)), pattern, left: MAX_ANCHORS };
}

interface Range {
  readonly offset: number;
  readonly size: number;
}

const SHT_PROGBITS = 1;
const SHF_EXECINSTR = 4;
/** Tables that hold no text. */
const WITHOUT_TEXT = /^\.(?:eh_frame|gcc_except_table|debug|zdebug|gopclntab|typelink|itablink|gosymtab|plt|got)/;

function constantsOf(file: ReadAt, elf: Elf): readonly Range[] {
  const sections = elf.sections.filter(holdsConstants);
  if (elf.sections.length === 0) return [{ offset: 0, size: file.size }];
  // Texts are nearly always in .rodata; what is written at start comes last.
  return sections.toSorted((a, b) => rank(a) - rank(b));
}

function holdsConstants({ type, flags, name }: ElfSection): boolean {
  return type === SHT_PROGBITS && (flags & SHF_EXECINSTR) === 0 && !WITHOUT_TEXT.test(name);
}

function rank({ name }: ElfSection): number {
  return name.startsWith('.rodata') ? 0 : 1;
}

async function findInRange(
  file: ReadAt,
  { offset, size }: Range,
  signs: readonly CompiledSign[],
  buffer: Uint8Array,
): Promise<FoundVersion | null> {
  for (let at = 0; at < size; at += CHUNK) {
    const start = Math.max(0, at - MARGIN);
    const end = Math.min(size, at + CHUNK + MARGIN);
    const count = await file.read(offset + start, buffer.subarray(0, end - start));
    const found = findInChunk(buffer.subarray(0, count), signs, { isFirst: start === 0, isLast: end === size });
    if (found !== null) return found;
  }
  return null;
}

interface Bounds {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function findInChunk(bytes: Uint8Array, signs: readonly CompiledSign[], bounds: Bounds): FoundVersion | null {
  for (const sign of signs) {
    const { program, search, pattern } = sign;
    for (let at = search.find(bytes, 0); at >= 0 && sign.left > 0; at = search.find(bytes, at + 1)) {
      sign.left -= 1;
      const version = pattern.exec(textAround(bytes, at, search.length, bounds))?.groups?.['version'];
      if (version !== undefined) return { program, version };
    }
  }
  return null;
}

/** Sections begin and end a text as NUL does. */
function textAround(bytes: Uint8Array, at: number, length: number, { isFirst, isLast }: Bounds): string {
  const [start, end] = [Math.max(0, at - MARGIN), Math.min(bytes.length, at + length + MARGIN)];
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return `${isFirst && start === 0 ? '\0' : ''}${text}${isLast && end === bytes.length ? '\0' : ''}`;
}

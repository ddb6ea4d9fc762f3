import type { ReadAt } from '../ports/index.ts';
import { isWithin, readRange } from './read-at.ts';

/** A section of an ELF file; System V ABI, "Sections". */
export interface ElfSection {
  readonly name: string;
  /** SHT_…: 8 has no bytes in the file. */
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

/** A segment: how the file is laid into memory. */
export interface ElfSegment {
  /** PT_…: 1 is loaded, 4 has notes. */
  readonly type: number;
  /** 1 executable, 2 writable, 4 readable. */
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

export interface Elf {
  readonly isLittleEndian: boolean;
  readonly is64: boolean;
  /** Empty where they were stripped. */
  readonly sections: readonly ElfSection[];
  readonly segments: readonly ElfSegment[];
}

/** The first bytes of every ELF file. */
export const ELF_MAGIC: Uint8Array = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46);

/** Types of sections and segments that readers ask for. */
export const SHT_NOBITS = 8;
export const PT_LOAD = 1;

const MAX_HEADERS = 10_000;
const MAX_NAMES = 4 * 1024 * 1024;

/** Several readers ask for the headers of one file, one after the other. */
const READ = new WeakMap<ReadAt, Promise<Elf | null>>();

/**
 * Reads the headers alone, once for each file; null where it is no ELF file. Tables, sections and segments that do not lie in the file are
 * left out: nothing could run or read them.
 */
export function readElf(file: ReadAt): Promise<Elf | null> {
  const known = READ.get(file);
  if (known !== undefined) return known;
  const elf = readHeaders(file);
  READ.set(file, elf);
  return elf;
}

async function readHeaders(file: ReadAt): Promise<Elf | null> {
  const head = await readRange(file, 0, Math.min(64, file.size), 'the ELF header');
  const is64 = head[4] === 2;
  const isLittleEndian = head[5] !== 2;
  if (head.length < (is64 ? 64 : 52) || !ELF_MAGIC.every((byte, i) => head[i] === byte)) return null;
  const fields = fieldReader(head, isLittleEndian, is64);
  const counts = is64 ? 54 : 42;
  const [segmentSize = 0, segmentCount = 0, sectionSize = 0, sectionCount = 0, namesAt = 0] = [0, 2, 4, 6, 8].map((at) =>
    fields.half(counts + at),
  );
  const [leastSegment, leastSection] = is64 ? [56, 64] : [32, 40];
  const segments = await readTable(file, fields.word(is64 ? 32 : 28), segmentSize, leastSegment, segmentCount);
  const sections = await readTable(file, fields.word(is64 ? 40 : 32), sectionSize, leastSection, sectionCount);
  return {
    isLittleEndian,
    is64,
    segments: segments
      .map((row) => segmentOf(fieldReader(row, isLittleEndian, is64), is64))
      .filter((one) => isWithin(file, one.offset, one.size)),
    sections: await nameSections(
      file,
      sections.map((row) => rawSection(fieldReader(row, isLittleEndian, is64), is64)),
      namesAt,
    ),
  };
}

/** The section of that name where it has bytes in the file, else null. */
export function findSection(elf: Elf, name: string): ElfSection | null {
  return elf.sections.find((section) => section.name === name && section.type !== SHT_NOBITS) ?? null;
}

/** Where in the file an address lies that is loaded from it; null for any other. */
export function offsetOfAddress(elf: Elf, address: number): number | null {
  const segment = elf.segments.find((one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size);
  return segment === undefined ? null : segment.offset + (address - segment.address);
}

interface Fields {
  half(at: number): number;
  quad(at: number): number;
  /** 4 bytes in a 32-bit file, 8 in a 64-bit one. */
  word(at: number): number;
}

function fieldReader(bytes: Uint8Array, isLittleEndian: boolean, is64: boolean): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    half: (at) => view.getUint16(at, isLittleEndian),
    quad: (at) => view.getUint32(at, isLittleEndian),
    word: (at) => (is64 ? Number(view.getBigUint64(at, isLittleEndian)) : view.getUint32(at, isLittleEndian)),
  };
}

/** The rows of a table of headers; none where there is no table, or it does not lie in the file (some tools cut the sections off). */
async function readTable(file: ReadAt, offset: number, rowSize: number, least: number, count: number): Promise<readonly Uint8Array[]> {
  if (offset === 0 || rowSize < least || count === 0 || count > MAX_HEADERS || !isWithin(file, offset, rowSize * count)) return [];
  const bytes = await readRange(file, offset, rowSize * count, 'a table of an ELF file');
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * rowSize, (i + 1) * rowSize));
}

function segmentOf({ quad, word }: Fields, is64: boolean): ElfSegment {
  return is64
    ? { type: quad(0), flags: quad(4), offset: word(8), address: word(16), size: word(32) }
    : { type: quad(0), flags: quad(24), offset: word(4), address: word(8), size: word(16) };
}

interface RawSection extends Omit<ElfSection, 'name'> {
  readonly nameAt: number;
}

function rawSection({ quad, word }: Fields, is64: boolean): RawSection {
  const places = is64 ? ([8, 16, 24, 32] as const) : ([8, 12, 16, 20] as const);
  const [flags, address, offset, size] = places.map(word);
  return { nameAt: quad(0), type: quad(4), flags: flags ?? 0, address: address ?? 0, offset: offset ?? 0, size: size ?? 0 };
}

async function nameSections(file: ReadAt, raw: readonly RawSection[], namesAt: number): Promise<readonly ElfSection[]> {
  const table = raw[namesAt];
  if (table === undefined || table.size > MAX_NAMES || !isWithin(file, table.offset, table.size)) return [];
  const names = await readRange(file, table.offset, table.size, 'the names of sections');
  return raw
    .filter((section) => section.type === SHT_NOBITS || isWithin(file, section.offset, section.size))
    .map(({ nameAt, ...section }) => ({ name: textAt(names, nameAt), ...section }));
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return new TextDecoder().decode(bytes.subarray(at, Math.min(end < 0 ? bytes.length : end, at + 256)));
}

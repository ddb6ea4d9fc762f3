import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import type { Elf } from './elf.ts';
import { findSection } from './elf.ts';
import { asText, parseJsonObject } from './json-shape.ts';
import { readRange } from './read-at.ts';

/** What a distribution wrote into a program of the package it was built in. */
export interface PackageNote {
  /** Of packages: `deb`, `rpm` … as it stands there. */
  readonly type: string | null;
  /** As the ID of os-release; some write its NAME. */
  readonly os: string | null;
  /** Mostly that of the source package. */
  readonly name: string;
  readonly version: string | null;
  readonly architecture: string | null;
}

const SECTION = '.note.package';
const PT_NOTE = 4;
/** "Package Metadata for Executable Files", Well-known keys and type. */
const OWNER = 'FDO\0';
const TYPE = 0xcafe1a7e;
const MAX_NOTES = 64 * 1024;

/** The package note of an ELF file, null where it has none. Throws `malformed` where it is not JSON, or names no package. */
export async function readPackageNote(file: ReadAt, elf: Elf): Promise<PackageNote | null> {
  const section = findSection(elf, SECTION);
  const places = section !== null ? [section] : elf.sections.length > 0 ? [] : elf.segments.filter(({ type }) => type === PT_NOTE);
  for (const { offset, size } of places) {
    const description = findNote(await readRange(file, offset, size, 'the notes', MAX_NOTES), elf.isLittleEndian);
    if (description !== null) return parseNote(description);
  }
  return null;
}

/** System V ABI, "Note Section": sizes of name and description, type, then both, each padded to four bytes. */
function findNote(bytes: Uint8Array, isLittleEndian: boolean): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 12 <= bytes.length; ) {
    const [nameSize, size, type] = [
      view.getUint32(at, isLittleEndian),
      view.getUint32(at + 4, isLittleEndian),
      view.getUint32(at + 8, isLittleEndian),
    ];
    const nameAt = at + 12;
    const start = nameAt + padded(nameSize);
    if (start + size > bytes.length) return null;
    const owner = new TextDecoder().decode(bytes.subarray(nameAt, nameAt + nameSize));
    if (type === TYPE && owner === OWNER) return bytes.subarray(start, start + size);
    at = start + padded(size);
  }
  return null;
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}

function parseNote(description: Uint8Array): PackageNote {
  const end = description.indexOf(0);
  const object = parseJsonObject(end < 0 ? description : description.subarray(0, end), 'the package note', MAX_NOTES);
  const name = asText(object.name);
  if (name === null) throw new FromageError('malformed', 'the package note names no package');
  return {
    type: asText(object.type),
    os: asText(object.os),
    name,
    version: asText(object.version),
    architecture: asText(object.architecture),
  };
}

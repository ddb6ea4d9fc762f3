import { FromageError } from '../model/error.ts';
import type { ReadAt } from '../ports/index.ts';
import type { Elf } from './elf.ts';
import { findSection } from './elf.ts';
import { inflateZlib } from './inflate.ts';
import { asObject, asText, parseJsonObject } from './json-shape.ts';
import { readRange } from './read-at.ts';

/** A crate that a program was compiled from. */
export type LinkedCrate = readonly [name: string, version: string];

const SECTION = '.dep-v0';
const MAX_STORED = 8 * 1024 * 1024;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The crates in a program, as cargo-auditable left them: zlib over JSON in a section; its PARSING.md. Crates that only took part in the
 * build are left out. Null where there is no such section. Throws `malformed`, `truncated`, `too-large`.
 */
export async function readAuditableCrates(file: ReadAt, elf: Elf): Promise<readonly LinkedCrate[] | null> {
  const section = findSection(elf, SECTION);
  if (section === null) return null;
  const stored = await readRange(file, section.offset, section.size, `the section ${SECTION}`, MAX_STORED);
  const { packages } = parseJsonObject(inflateZlib(stored, MAX_BYTES), `the section ${SECTION}`, MAX_BYTES);
  if (!Array.isArray(packages)) throw new FromageError('malformed', `the section ${SECTION} lists no packages`);
  return packages.flatMap((item): readonly LinkedCrate[] => {
    const crate = asObject(item);
    const [name, version] = [asText(crate?.name), asText(crate?.version)];
    return name === null || version === null || crate?.kind === 'build' ? [] : [[name, version]];
  });
}

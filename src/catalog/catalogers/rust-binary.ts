import { readAuditableCrates } from '../../codec/cargo-auditable.ts';
import { ELF_MAGIC, readElf } from '../../codec/elf.ts';
import type { Cataloger } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** Rust programs that were built with cargo-auditable name their crates; others say nothing. */
export const rustBinary = {
  id: 'rust-binary',
  version: 1,
  summary: 'the crates that cargo-auditable lists in Rust programs',
  types: ['cargo'],
  finds: 'installed',
  wish: { paths: ['**'], executable: true, magic: [ELF_MAGIC] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(_path, body) {
    const elf = await readElf(body);
    const crates = elf === null ? null : await readAuditableCrates(body, elf);
    return crates === null || crates.length === 0 ? null : distinctRows(crates.map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'cargo', foundBy: 'rust-binary', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

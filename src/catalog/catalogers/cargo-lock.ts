import { readHexHash } from '../../codec/integrity.ts';
import { readLockTables } from '../../codec/toml.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** What cargo fetched, and crates published with a lock file of their own, say nothing of this image. */
const OF_OTHERS = /(?:^|\/)(?:\.?cargo\/(?:registry|git)|vendor|rustlib)\//;

/** Crates that Rust sources here pin. */
export const cargoLock = {
  id: 'cargo-lock',
  version: 2,
  summary: '`Cargo.lock`, without the crates of the workspace itself',
  types: ['cargo'],
  finds: 'declared',
  wish: { paths: ['**/Cargo.lock'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_OTHERS.test(path)) return null;
    const tables = await readLockTables(new TextDecoder().decode(await readBody(body)), 'Cargo.lock');
    const rows = tables
      .filter(({ source }) => source !== null)
      .map(({ name, version, checksum }) => listedRow(name, version, null, null, readHexHash('sha256', checksum)));
    return rows.length === 0 ? null : distinctRows(rows);
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'cargo', foundBy: 'cargo-lock', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

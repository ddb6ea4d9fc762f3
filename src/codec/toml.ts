import { FromageError } from '../model/error.ts';
import type { JsonObject } from './json-shape.ts';
import { asObject, asText } from './json-shape.ts';

/** Parses TOML; its reader is loaded when the first file is met. Throws `malformed`. */
export async function parseToml(text: string, what: string): Promise<JsonObject> {
  const { parse } = await import('smol-toml');
  try {
    return parse(text);
  } catch {
    throw new FromageError('malformed', `${what} is not valid TOML`);
  }
}

/** A package of a lock file that lists them as `[[package]]` tables: of cargo, poetry, uv, pdm. */
export interface LockTable {
  readonly name: string;
  readonly version: string;
  /** What the lock file says of where it comes from: an address, a table, or null. */
  readonly source: unknown;
  /** Cargo's: of the file that the registry serves, in hexadecimal; null where there is none. */
  readonly checksum: string | null;
}

/** The tables with both a name and a version. Throws `malformed`. */
export async function readLockTables(text: string, what: string): Promise<readonly LockTable[]> {
  const { package: singular, packages } = await parseToml(text, what);
  const tables = Array.isArray(singular) ? singular : Array.isArray(packages) ? packages : [];
  return tables.flatMap((table): readonly LockTable[] => {
    const entry = asObject(table);
    const [name, version] = [asText(entry?.name), asText(entry?.version)];
    return name === null || version === null
      ? []
      : [{ name, version, source: entry?.source ?? entry?.directory ?? null, checksum: asText(entry?.checksum) }];
  });
}

import { splitPath } from '../model/image-path.ts';
import type { JsonValue } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';
import type { OwnedFiles, PlacedFact } from './cataloger.ts';

/** What a file says of one package, compact enough to be kept by the thousand. */
export type ListedRow = readonly [
  name: string,
  version: string | null,
  namespace: string | null,
  licence: string | null,
  ...hashes: readonly string[],
];

/** Where a package of these rows was found, and by whom. */
export interface ListedBy {
  readonly type: string;
  readonly foundBy: string;
  readonly fact: Pick<PlacedFact<JsonValue>, 'path' | 'place'>;
}

/** `hash` as Package.hashes has them. */
export function listedRow(
  name: string,
  version: string | null,
  namespace: string | null = null,
  licence: string | null = null,
  hash: string | null = null,
): ListedRow {
  return [name, version, namespace, licence, ...(hash === null ? [] : [hash])];
}

/** A package of a language: it has no architecture, and no source package. */
export function listedPackage([name, version, namespace, licence, ...hashes]: ListedRow, { type, foundBy, fact }: ListedBy): Package {
  return {
    type,
    namespace,
    name,
    version,
    architecture: null,
    source: null,
    licences: licence === null ? [] : [licence],
    locations: [{ path: fact.path, place: fact.place }],
    ...(hashes.length === 0 ? {} : { hashes }),
    foundBy,
  };
}

/** The packages of facts that are rows. */
export function listedPackages(facts: readonly PlacedFact<readonly ListedRow[]>[], type: string, foundBy: string): readonly Package[] {
  return facts.flatMap((fact) => fact.value.map((row) => listedPackage(row, { type, foundBy, fact })));
}

/** Rows as a fact: each once; null where there is none. */
export function rowsOrNull(rows: readonly ListedRow[]): readonly ListedRow[] | null {
  return rows.length === 0 ? null : distinctRows(rows);
}

/** Each row once, in the order of their first copies, with a hash where one of them has it. */
export function distinctRows(rows: Iterable<ListedRow>): readonly ListedRow[] {
  const distinct = new Map<string, ListedRow>();
  for (const row of rows) {
    const key = JSON.stringify(row.slice(0, 4));
    if ((distinct.get(key)?.length ?? 0) < row.length) distinct.set(key, row);
  }
  return [...distinct.values()];
}

/** What lies in the folder of the file that tells of a package is the package's. */
export function ownFolder(one: Package): OwnedFiles {
  return { package: one, folders: [splitPath(one.locations[0]?.path ?? '')[0]] };
}

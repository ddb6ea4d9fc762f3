import { readBdbHash } from '../../codec/rpm-bdb.ts';
import { readRpmHeader, type RpmRecord } from '../../codec/rpm-header.ts';
import { readNdb } from '../../codec/rpm-ndb.ts';
import { readSqliteTable } from '../../codec/sqlite-table.ts';
import { FromageError } from '../../model/error.ts';
import type { Package } from '../../model/package.ts';
import type { Cataloger, FileBody, PlacedFact } from '../cataloger.ts';
import { type Needs, resolveNeeds } from '../resolve-needs.ts';

/** The last are its files, one a line, what it needs and what it provides. */
type Row = readonly [
  name: string,
  version: string,
  architecture: string | null,
  sourceRpm: string | null,
  licence: string | null,
  files: string,
  needs: readonly string[],
  provides: readonly string[],
  modularity: string | null,
];

const FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
/** No header of a package comes near. */
const MAX_HEADER_BYTES = 64 * 1024 * 1024;

/** rpm's database: SQLite (`rpmdb.sqlite`), rpm's own format (`Packages.db`) and the old one, of Berkeley DB (`Packages`). */
export const rpm = {
  id: 'rpm',
  version: 5,
  summary: 'rpm’s database: SQLite, `Packages.db`, and the old one of Berkeley DB, `Packages`',
  types: ['rpm'],
  finds: 'installed',
  wish: { paths: FOLDERS.flatMap((folder) => ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((name) => `${folder}/${name}`)) },
  maxBytes: 1024 * 1024 * 1024,
  async extract(path, body, tell) {
    const rows: Row[] = [];
    let damaged = 0;
    const take = (blob: Uint8Array): void => {
      const record = readRpmHeader(blob);
      if (record !== null) rows.push(rowOf(record));
    };
    try {
      for await (const blob of headersIn(path, body)) if (!succeeds(() => take(blob))) damaged += 1;
    } catch (error) {
      if (!(error instanceof FromageError) || rows.length === 0) throw error;
      tell(`could not be read to its end: ${error.message}`);
    }
    if (damaged > 0) tell(`has headers that cannot be read (${damaged})`);
    return rows;
  },
  assemble: (_tree, facts) => facts.flatMap(packagesOf),
  *own(_tree, facts, packages) {
    const lists = facts.flatMap(({ value }) => value.map((row) => row[5]));
    for (const [at, one] of packages.entries()) yield { package: one, files: lists[at]?.split('\n') ?? [] };
  },
  relate(_tree, facts, packages) {
    const rows = facts.flatMap(({ value }) => value);
    return resolveNeeds(packages.map((one, at) => needsOf(one, rows[at])));
  },
} as const satisfies Cataloger<readonly Row[]>;

/** Whether the bytes were what they should be; our own mistakes are thrown on. */
function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof FromageError) return false;
    throw error;
  }
}

function rowOf({ name, version, architecture, sourceRpm, licence, files, needs, provides, modularity }: RpmRecord): Row {
  // `rpmlib(…)` is asked of rpm itself, `config(…)` of the package's own files.
  const wanted = [...new Set(needs)].filter((need) => !/^(?:rpmlib|config)\(/.test(need));
  return [name, version, architecture, sourceRpm, licence, files.join('\n'), wanted, [...new Set(provides)], modularity];
}

/** A need may be a file: `/bin/sh`. */
function needsOf(one: Package, row: Row | undefined): Needs {
  const [, , , , , files = '', needs = [], provides = []] = row ?? [];
  const paths = files.split('\n').map((path) => `/${path}`);
  return { package: one, needs: needs.map((need) => [need]), provides: [...provides, ...paths] };
}

async function* headersIn(path: string, body: FileBody): AsyncGenerator<Uint8Array, void, undefined> {
  if (path.endsWith('/Packages.db')) return yield* readNdb(body, MAX_HEADER_BYTES);
  if (path.endsWith('/Packages')) return yield* readBdbHash(body, MAX_HEADER_BYTES);
  for await (const row of readSqliteTable(body, 'Packages', MAX_HEADER_BYTES)) if (row[1] instanceof Uint8Array) yield row[1];
}

function packagesOf({ path, place, value }: PlacedFact<readonly Row[]>): readonly Package[] {
  return value.map(([name, version, architecture, sourceRpm, licence, , , , modularity]) => ({
    type: 'rpm',
    namespace: null,
    name,
    version,
    architecture,
    source: sourceOf({ name, version, sourceRpm }),
    licences: licence === null ? [] : [licence],
    locations: [{ path, place }],
    foundBy: rpm.id,
    ...(modularity === null ? {} : { modularity }),
  }));
}

/** `bash-5.1.8-6.el9.src.rpm` → bash and 5.1.8-6.el9; null where that is the package itself. */
function sourceOf({ name, version, sourceRpm }: Pick<RpmRecord, 'name' | 'version' | 'sourceRpm'>): Package['source'] {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm ?? '');
  const [, source = '', sourceVersion = ''] = match ?? [];
  return match === null || (source === name && version.replace(/^\d+:/, '') === sourceVersion)
    ? null
    : { name: source, version: sourceVersion };
}

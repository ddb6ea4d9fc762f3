import { readApkDatabase } from '../../codec/apk-database.ts';
import { FromageError } from '../../model/error.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, type PlacedFact, readBody } from '../cataloger.ts';

/** The last are its files, one a line. */
type Row = readonly [
  name: string,
  version: string,
  architecture: string | null,
  origin: string | null,
  licence: string | null,
  files: string,
];

/** Alpine's packages, and those of all who use apk: `lib/apk/db/installed`, since apk-tools 3 in `usr/lib/apk/db`. */
export const apk = {
  id: 'apk',
  version: 2,
  summary: 'the database of apk: Alpine, Wolfi and their kin',
  types: ['apk'],
  finds: 'installed',
  wish: { paths: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'] },
  maxBytes: 64 * 1024 * 1024,
  async extract(_path, body) {
    const { records, damaged } = readApkDatabase(new TextDecoder().decode(await readBody(body)));
    if (damaged > 0 && records.length === 0) throw new FromageError('malformed', 'no record has both a name and a version');
    return records.map((one): Row => [one.name, one.version, one.architecture, one.origin, one.licence, one.files.join('\n')]);
  },
  assemble: (_tree, facts) => facts.flatMap(packagesOf),
  *own(_tree, facts, packages) {
    const lists = facts.flatMap(({ value }) => value.map((row) => row[5]));
    for (const [at, one] of packages.entries()) yield { package: one, files: lists[at]?.split('\n') ?? [] };
  },
} as const satisfies Cataloger<readonly Row[]>;

function packagesOf({ path, place, value }: PlacedFact<readonly Row[]>): readonly Package[] {
  return value.map(([name, version, architecture, origin, licence]) => ({
    type: 'apk',
    namespace: null,
    name,
    version,
    architecture,
    source: origin === null || origin === name ? null : { name: origin, version },
    licences: licence === null ? [] : [licence],
    locations: [{ path, place }],
    foundBy: apk.id,
  }));
}

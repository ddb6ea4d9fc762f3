import { readApkDatabase } from '../../codec/apk-database.ts';
import { FromageError } from '../../model/error.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, type PlacedFact, readBody } from '../cataloger.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** The last are its files, one a line, what it needs, and what it provides, as written. */
type Row = readonly [
  name: string,
  version: string,
  architecture: string | null,
  origin: string | null,
  licence: string | null,
  files: string,
  needs: readonly string[],
  provides: readonly string[],
];

/** Alpine's packages, and those of all who use apk: `lib/apk/db/installed`, since apk-tools 3 in `usr/lib/apk/db`. */
export const apk = {
  id: 'apk',
  version: 4,
  summary: 'the database of apk: Alpine, Wolfi and their kin',
  types: ['apk'],
  finds: 'installed',
  wish: { paths: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'] },
  maxBytes: 64 * 1024 * 1024,
  async extract(_path, body, tell) {
    const { records, damaged } = readApkDatabase(new TextDecoder().decode(await readBody(body)));
    if (damaged > 0 && records.length === 0) throw new FromageError('malformed', 'no record has both a name and a version');
    if (damaged > 0) tell(`has records without a name or a version (${damaged})`);
    return records.map(
      (one): Row => [one.name, one.version, one.architecture, one.origin, one.licence, one.files.join('\n'), one.depends, one.provides],
    );
  },
  assemble: (_tree, facts) => facts.flatMap(packagesOf),
  *own(_tree, facts, packages) {
    const lists = facts.flatMap(({ value }) => value.map((row) => row[5]));
    for (const [at, one] of packages.entries()) yield { package: one, files: lists[at]?.split('\n') ?? [] };
  },
  relate(_tree, facts, packages) {
    const rows = facts.flatMap(({ value }) => value);
    const all = packages.map((one, at) => {
      const [, , , , , , needs = [], provides = []] = rows[at] ?? [];
      // `!name` is what must not be there.
      const wanted = needs.filter((need) => !need.startsWith('!'));
      return { package: one, needs: wanted.map((need) => [bareName(need)]), provides: provides.map(bareName) };
    });
    return resolveNeeds(all);
  },
} as const satisfies Cataloger<readonly Row[]>;

/** `busybox>=1.36`, `so:libc.musl-x86_64.so.1`, `cmd:sh=1.36-r5`, `pkg@edge`. */
function bareName(need: string): string {
  return need.split(/[<>=~@]/)[0] ?? need;
}

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

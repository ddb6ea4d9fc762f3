import { readChiselManifest } from '../../codec/chisel-manifest.ts';
import { type Cataloger, readBody } from '../cataloger.ts';

/** The last are its files, one a line. */
type Row = readonly [name: string, version: string, architecture: string | null, files: string];

/** Packages of Ubuntu in images that chisel cut: they have no database of dpkg. */
export const chisel = {
  id: 'chisel',
  version: 1,
  summary: 'chiselled Ubuntu: `manifest.wall`, the packages that slices were cut of, and their files',
  types: ['deb'],
  finds: 'installed',
  wish: { paths: ['var/lib/chisel/manifest.wall'] },
  maxBytes: 32 * 1024 * 1024,
  async extract(_path, body) {
    const packages = readChiselManifest(await readBody(body));
    return packages.map(({ name, version, architecture, files }): Row => [name, version, architecture, [...new Set(files)].join('\n')]);
  },
  assemble: (_tree, facts) =>
    facts.flatMap(({ path, place, value }) =>
      value.map(([name, version, architecture]) => ({
        type: 'deb',
        namespace: 'ubuntu',
        name,
        version,
        architecture,
        source: null,
        licences: [],
        locations: [{ path, place }],
        foundBy: 'chisel',
      })),
    ),
  *own(_tree, facts, packages) {
    const lists = facts.flatMap(({ value }) => value.map((row) => row[3]));
    for (const [at, one] of packages.entries()) yield { package: one, files: lists[at]?.split('\n').filter((path) => path !== '') ?? [] };
  },
} as const satisfies Cataloger<readonly Row[]>;

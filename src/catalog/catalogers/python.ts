import { readPythonMetadata } from '../../codec/python-metadata.ts';
import { readPythonRecord, resolveFiles } from '../../codec/python-record.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A package and the names of those it requires; or the files of one, one a line, as they are written. */
type Fact = readonly [row: ListedRow, needs: readonly string[]] | string;

const LIST = /\/(?:RECORD|installed-files\.txt)$/;

/** Distributions as pip, setuptools and distributions install them. */
export const python = {
  id: 'python',
  version: 3,
  summary: 'installed distributions: `dist-info`, `egg-info` (folder or file) and eggs; their lists of files',
  types: ['pypi'],
  finds: 'installed',
  wish: {
    paths: [
      '**/*.dist-info/METADATA',
      '**/*.dist-info/RECORD',
      '**/*.egg-info/PKG-INFO',
      '**/*.egg-info/installed-files.txt',
      '**/*.egg-info',
      '**/*.egg/EGG-INFO/PKG-INFO',
    ],
  },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    const text = new TextDecoder().decode(await readBody(body));
    if (LIST.test(path)) return readPythonRecord(text).join('\n');
    const found = readPythonMetadata(text);
    return found === null ? null : [listedRow(found.name, found.version, null, found.licence), found.needs];
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) =>
      typeof fact.value === 'string' ? [] : [listedPackage(fact.value[0], { type: 'pypi', foundBy: 'python', fact })],
    ),
  *own(_tree, facts, packages) {
    const lists = new Map(facts.flatMap(({ path, value }) => (typeof value === 'string' ? [[path, value] as const] : [])));
    for (const one of packages) {
      const [info] = splitPath(one.locations[0]?.path ?? '');
      const [site] = splitPath(info);
      const [record, installed] = [lists.get(`${info}/RECORD`), lists.get(`${info}/installed-files.txt`)];
      if (record !== undefined) yield { package: one, files: resolveFiles(site, record.split('\n')), folders: [info] };
      // Those paths are relative to the folder of the list.
      else if (installed !== undefined) yield { package: one, files: resolveFiles(info, installed.split('\n')), folders: [info] };
      else if (/\.(?:dist-info|egg-info|egg\/EGG-INFO)$/.test(info)) yield { package: one, folders: [info.replace(/\/EGG-INFO$/, '')] };
    }
  },
  *relate(_tree, facts, packages) {
    const needs = facts.flatMap(({ value }) => (typeof value === 'string' ? [] : [value[1]]));
    const all = packages.map((one, at) => ({ site: siteOf(one), package: one, needs: needs[at] ?? [] }));
    for (const site of Map.groupBy(all, (one) => one.site).values()) {
      const named = site.map((one) => ({
        package: one.package,
        needs: one.needs.map((name) => [normalName(name)]),
        provides: [normalName(one.package.name)],
      }));
      yield* resolveNeeds(named);
    }
  },
} as const satisfies Cataloger<Fact>;

/** The folder that packages see each other in. */
function siteOf(one: Package): string {
  return splitPath(splitPath(one.locations[0]?.path ?? '')[0])[0];
}

/** packaging.python.org, "Names and normalization". */
function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

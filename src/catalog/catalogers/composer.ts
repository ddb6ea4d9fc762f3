import { type ComposerPackage, readInstalledComposer } from '../../codec/composer-packages.ts';
import { resolveFiles } from '../../codec/python-record.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import { composerRow } from '../composer-row.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A package, its folder from that of installed.json, what it needs and what it stands for. */
type Row = readonly [row: ListedRow, folder: string, needs: readonly string[], provides: readonly string[]];

/** PHP packages as Composer installs them. */
export const composer = {
  id: 'composer',
  version: 1,
  summary: 'installed PHP packages: `vendor/composer/installed.json` of Composer 1 and 2',
  types: ['composer'],
  finds: 'installed',
  wish: { paths: ['**/composer/installed.json'] },
  maxBytes: 64 * 1024 * 1024,
  async extract(_path, body) {
    const rows = readInstalledComposer(await readBody(body)).map(rowOf);
    return rows.length === 0 ? null : rows;
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map(([row]) => listedPackage(row, { type: 'composer', foundBy: 'composer', fact }))),
  *own(_tree, facts, packages) {
    const folders = facts.flatMap(({ path, value }) => value.map(([, folder]) => resolveFiles(splitPath(path)[0], [folder])));
    // A folder that leads to the root would take the whole image.
    for (const [at, one] of packages.entries()) yield { package: one, folders: folders[at]?.filter((folder) => folder !== '') ?? [] };
  },
  *relate(_tree, facts, packages) {
    const rows = facts.flatMap(({ value }) => value);
    const all = packages.map((one, at) => ({ path: one.locations[0]?.path, ...needsOf(one, rows[at]) }));
    for (const vendor of Map.groupBy(all, ({ path }) => path).values()) yield* resolveNeeds(vendor);
  },
} as const satisfies Cataloger<readonly Row[]>;

function rowOf(found: ComposerPackage): Row {
  return [composerRow(found), found.installPath ?? `../${found.name}`, found.needs, found.provides];
}

/** Names are of vendor and name, which a package here has apart. */
function needsOf(one: Package, row: Row | undefined) {
  const [, , needs = [], provides = []] = row ?? [];
  const name = one.namespace === null ? one.name : `${one.namespace}/${one.name}`;
  return { package: one, needs: needs.map((need) => [need]), provides: [name, ...provides] };
}

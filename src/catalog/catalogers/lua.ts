import { readRockspec } from '../../codec/rockspec.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow, ownFolder } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A rock, and the names of those it needs. */
type Fact = readonly [row: ListedRow, needs: readonly string[]];

/** Rocks as LuaRocks installs them. */
export const lua = {
  id: 'lua',
  version: 1,
  summary: 'installed rocks of LuaRocks',
  types: ['luarocks'],
  finds: 'installed',
  wish: { paths: ['**/luarocks/rocks-*/*/*/*.rockspec', '**/luarocks/rocks/*/*/*.rockspec'] },
  maxBytes: 1024 * 1024,
  async extract(_path, body) {
    const found = readRockspec(new TextDecoder().decode(await readBody(body)));
    return found === null ? null : [listedRow(found.name.toLowerCase(), found.version, null, found.licence), found.needs];
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value[0], { type: 'luarocks', foundBy: 'lua', fact })),
  own: (_tree, _facts, packages) => packages.map(ownFolder),
  relate: (_tree, facts, packages) =>
    resolveNeeds(
      packages.map((one, at) => ({ package: one, needs: (facts[at]?.value[1] ?? []).map((name) => [name.toLowerCase()]), provides: [] })),
    ),
} as const satisfies Cataloger<Fact>;

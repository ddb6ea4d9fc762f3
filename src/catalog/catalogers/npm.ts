import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText, asTexts, parseJsonObject } from '../../codec/json-shape.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow, ownFolder } from '../listed-package.ts';
import { splitNpmName } from '../npm-name.ts';

/** The package, and the names of those it needs. */
type Fact = readonly [row: ListedRow, needs: readonly string[]];

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Packages as npm, yarn, pnpm and bun lay them out: a folder of `node_modules`, below a folder that is a scope or not. Deeper
 * package.json files are parts of a package (tests, `dist/cjs`), and one without name or version is no package.
 */
export const npm = {
  id: 'npm',
  version: 2,
  summary: 'packages in `node_modules`, and the yarn that official images of Node have in `/opt`',
  types: ['npm'],
  finds: 'installed',
  wish: { paths: ['**/node_modules/*/package.json', '**/node_modules/@*/*/package.json', 'opt/yarn-*/package.json'] },
  maxBytes: MAX_BYTES,
  async extract(_path, body) {
    const manifest = parseJsonObject(await readBody(body), 'package.json', MAX_BYTES);
    const row = rowOf(manifest);
    return row === null ? null : [row, needsOf(manifest)];
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value[0], { type: 'npm', foundBy: 'npm', fact })),
  own: (_tree, _facts, packages) => packages.map(ownFolder),
  *relate(_tree, facts, packages) {
    const byFolder = new Map(packages.map((one) => [folderOf(one), one]));
    for (const [at, one] of packages.entries()) {
      for (const name of facts[at]?.value[1] ?? []) {
        const to = resolveName(folderOf(one), name, byFolder);
        if (to !== null && to !== one) yield [one, to];
      }
    }
  },
} as const satisfies Cataloger<Fact>;

function folderOf(one: Package): string {
  return splitPath(one.locations[0]?.path ?? '')[0];
}

/** As Node looks for it: in the package's own node_modules, then in those of the folders above (Node.js, "Loading from node_modules folders"). */
function resolveName(from: string, name: string, byFolder: ReadonlyMap<string, Package>): Package | null {
  for (let folder = from; folder !== ''; folder = splitPath(folder)[0]) {
    if (folder.endsWith('/node_modules')) continue;
    const found = byFolder.get(`${folder}/node_modules/${name}`);
    if (found !== undefined) return found;
  }
  return byFolder.get(`node_modules/${name}`) ?? null;
}

function needsOf(manifest: JsonObject): readonly string[] {
  const lists = [manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies];
  return [...new Set(lists.flatMap((list) => Object.keys(asObject(list) ?? {})))];
}

function rowOf(manifest: JsonObject): ListedRow | null {
  const [name, version] = [asText(manifest.name), asText(manifest.version)];
  if (name === null || version === null) return null;
  const [namespace, bare] = splitNpmName(name);
  return listedRow(bare, version, namespace, licenceOf(manifest));
}

/** `license` is an SPDX expression; old packages have an object, or a list of them in `licenses`. */
function licenceOf({ license, licenses }: JsonObject): string | null {
  const one = asText(license) ?? asText(asObject(license)?.type);
  if (one !== null) return one;
  const list = Array.isArray(licenses) ? licenses : Array.isArray(license) ? license : [];
  const names = [...asTexts(list), ...list.flatMap((item) => asText(asObject(item)?.type) ?? [])];
  return names.length === 0 ? null : names.join(' OR ');
}

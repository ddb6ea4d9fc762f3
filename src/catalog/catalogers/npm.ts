import type { JsonObject } from '../../codec/json-shape.ts';
import { asObject, asText, asTexts, parseJsonObject } from '../../codec/json-shape.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow, ownFolder } from '../listed-package.ts';
import { splitNpmName } from '../npm-name.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Packages as npm, yarn, pnpm and bun lay them out: a folder of `node_modules`, below a folder that is a scope or not. Deeper
 * package.json files are parts of a package (tests, `dist/cjs`), and one without name or version is no package.
 */
export const npm = {
  id: 'npm',
  version: 1,
  summary: 'packages in `node_modules`, and the yarn that official images of Node have in `/opt`',
  types: ['npm'],
  finds: 'installed',
  wish: { paths: ['**/node_modules/*/package.json', '**/node_modules/@*/*/package.json', 'opt/yarn-*/package.json'] },
  maxBytes: MAX_BYTES,
  async extract(_path, body) {
    return rowOf(parseJsonObject(await readBody(body), 'package.json', MAX_BYTES));
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value, { type: 'npm', foundBy: 'npm', fact })),
  own: (_tree, _facts, packages) => packages.map(ownFolder),
} as const satisfies Cataloger<ListedRow>;

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

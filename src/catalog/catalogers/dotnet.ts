import { type DotnetLibrary, readDotnetDeps } from '../../codec/dotnet-deps.ts';
import { resolveFiles } from '../../codec/python-record.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A package, its files from the folder of the program, and what it needs. */
type Row = readonly [row: ListedRow, files: readonly string[], needs: readonly string[]];

/** .NET programs and the shared frameworks they run on. */
export const dotnet = {
  id: 'dotnet',
  version: 1,
  summary: 'what .NET programs run with: `*.deps.json` beside them, and those of shared frameworks',
  types: ['nuget'],
  finds: 'installed',
  wish: { paths: ['**/*.deps.json'] },
  maxBytes: 32 * 1024 * 1024,
  async extract(path, body) {
    const libraries = readDotnetDeps(await readBody(body));
    const rows = [...frameworkOf(path, libraries), ...libraries.map(rowOf)];
    return rows.length === 0 ? null : rows;
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map(([row]) => listedPackage(row, { type: 'nuget', foundBy: 'dotnet', fact }))),
  *own(_tree, facts, packages) {
    const lists = facts.flatMap(({ path, value }) => value.map(([, files]) => resolveFiles(splitPath(path)[0], files)));
    for (const [at, one] of packages.entries()) yield { package: one, files: lists[at] ?? [] };
  },
  *relate(_tree, facts, packages) {
    const rows = facts.flatMap(({ value }) => value);
    const all = packages.map((one, at) => ({ package: one, needs: (rows[at]?.[2] ?? []).map((name) => [name]), provides: [] }));
    for (const program of Map.groupBy(all, (one) => one.package.locations[0]?.path).values()) yield* resolveNeeds(program);
  },
} as const satisfies Cataloger<readonly Row[]>;

function rowOf({ name, version, files, needs }: DotnetLibrary): Row {
  return [listedRow(name, version), files, needs];
}

/** `shared/Microsoft.AspNetCore.App/8.0.8/…`; not where the file tells it as `….Runtime.linux-x64`, the package that it comes in. */
function frameworkOf(path: string, libraries: readonly DotnetLibrary[]): readonly Row[] {
  const [, name = '', version = ''] = /(?:^|\/)shared\/([^/]+)\/(\d[^/]*)\/\1\.deps\.json$/.exec(path) ?? [];
  const isTold = libraries.some((one) => one.version === version && (one.name === name || one.name.startsWith(`${name}.Runtime.`)));
  return name === '' || isTold ? [] : [[listedRow(name, version), [], []]];
}

import { readNugetLock } from '../../codec/dotnet-deps.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** Packages that .NET sources here pin. */
export const dotnetLock = {
  id: 'dotnet-lock',
  version: 1,
  summary: '`packages.lock.json` of NuGet',
  types: ['nuget'],
  finds: 'declared',
  wish: { paths: ['**/packages.lock.json'] },
  maxBytes: 32 * 1024 * 1024,
  async extract(_path, body) {
    const rows = readNugetLock(await readBody(body)).map(([name, version]) => listedRow(name, version));
    return rows.length === 0 ? null : distinctRows(rows);
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'nuget', foundBy: 'dotnet-lock', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

import { readNugetLock } from '../../codec/dotnet-deps.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

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
    return rowsOrNull(readNugetLock(await readBody(body)).map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'nuget', 'dotnet-lock'),
} as const satisfies Cataloger<readonly ListedRow[]>;

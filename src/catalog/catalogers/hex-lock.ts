import { readMixLock, readRebarLock } from '../../codec/erlang-files.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** Lock files of packages that were fetched say nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)(?:deps|_build)\//;

/** Packages that Elixir and Erlang programs here pin. */
export const hexLock = {
  id: 'hex-lock',
  version: 1,
  summary: '`mix.lock` of Elixir, `rebar.lock` of Erlang',
  types: ['hex'],
  finds: 'declared',
  wish: { paths: ['**/mix.lock', '**/rebar.lock'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    const text = new TextDecoder().decode(await readBody(body));
    const locked = path.endsWith('mix.lock') ? readMixLock(text) : readRebarLock(text);
    return rowsOrNull(locked.map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'hex', 'hex-lock'),
} as const satisfies Cataloger<readonly ListedRow[]>;

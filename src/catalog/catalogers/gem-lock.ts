import { readGemLock } from '../../codec/gem-lock.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** Lock files that a gem was published with say nothing of this image. */
const OF_A_GEM = /(?:^|\/)(?:gems|bundler\/gems)\/[^/]+-[^/]+\//;

/** Gems that Ruby programs here pin. */
export const gemLock = {
  id: 'gem-lock',
  version: 1,
  summary: '`Gemfile.lock` and `gems.locked`',
  types: ['gem'],
  finds: 'declared',
  wish: { paths: ['**/Gemfile.lock', '**/gems.locked'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_GEM.test(path)) return null;
    return rowsOrNull(readGemLock(new TextDecoder().decode(await readBody(body))).map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'gem', 'gem-lock'),
} as const satisfies Cataloger<readonly ListedRow[]>;

import { readCabalFreeze, readStackLock } from '../../codec/haskell-locks.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** Packages that Haskell programs here pin. */
export const haskell = {
  id: 'haskell',
  version: 1,
  summary: '`cabal.project.freeze`, and what `stack.yaml.lock` takes beside the snapshot',
  types: ['hackage'],
  finds: 'declared',
  wish: { paths: ['**/cabal.project.freeze', '**/stack.yaml.lock'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    const text = new TextDecoder().decode(await readBody(body));
    const locked = path.endsWith('.freeze') ? readCabalFreeze(text) : readStackLock(text);
    return rowsOrNull(locked.map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'hackage', 'haskell'),
} as const satisfies Cataloger<readonly ListedRow[]>;

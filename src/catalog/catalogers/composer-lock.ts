import { readComposerLock } from '../../codec/composer-packages.ts';
import { splitPath } from '../../model/image-path.ts';
import { composerRow } from '../composer-row.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, rowsOrNull } from '../listed-package.ts';

/** Lock files that a package was published with say nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)vendor\//;

/** Packages that PHP programs here pin. */
export const composerLock = {
  id: 'composer-lock',
  version: 1,
  summary: '`composer.lock`, where no `vendor` that Composer filled stands beside it',
  types: ['composer'],
  finds: 'declared',
  wish: { paths: ['**/composer.lock'] },
  maxBytes: 64 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    return rowsOrNull(readComposerLock(await readBody(body)).map(composerRow));
  },
  assemble(tree, facts) {
    const alone = facts.filter(({ path }) => tree.resolve(`${splitPath(path)[0]}/vendor/composer/installed.json`) === null);
    return listedPackages(alone, 'composer', 'composer-lock');
  },
} as const satisfies Cataloger<readonly ListedRow[]>;

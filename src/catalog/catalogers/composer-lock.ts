import { readComposerLock } from '../../codec/composer-packages.ts';
import { splitPath } from '../../model/image-path.ts';
import { composerRow } from '../composer-row.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage } from '../listed-package.ts';

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
    const rows = readComposerLock(await readBody(body)).map(composerRow);
    return rows.length === 0 ? null : distinctRows(rows);
  },
  assemble: (tree, facts) =>
    facts
      .filter(({ path }) => tree.resolve(`${splitPath(path)[0]}/vendor/composer/installed.json`) === null)
      .flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'composer', foundBy: 'composer-lock', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

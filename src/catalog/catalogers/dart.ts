import { readPubspecLock } from '../../codec/dart-lock.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** What pub fetched says nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)\.?pub-cache\//;

/** Packages that Dart and Flutter programs here pin. */
export const dart = {
  id: 'dart',
  version: 1,
  summary: '`pubspec.lock` of Dart and Flutter',
  types: ['pub'],
  finds: 'declared',
  wish: { paths: ['**/pubspec.lock'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    const locked = readPubspecLock(new TextDecoder().decode(await readBody(body)));
    return rowsOrNull(locked.map(([name, version]) => listedRow(name, version)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'pub', 'dart'),
} as const satisfies Cataloger<readonly ListedRow[]>;

import { readSwiftResolved } from '../../codec/swift-resolved.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** What was fetched says nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)\.build\//;

/** Packages that Swift programs here pin. */
export const swift = {
  id: 'swift',
  version: 1,
  summary: '`Package.resolved` of Swift, versions 1 to 3',
  types: ['swift'],
  finds: 'declared',
  wish: { paths: ['**/Package.resolved'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    const pins = readSwiftResolved(await readBody(body));
    return rowsOrNull(pins.map(({ name, version, namespace }) => listedRow(name, version, namespace)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'swift', 'swift'),
} as const satisfies Cataloger<readonly ListedRow[]>;

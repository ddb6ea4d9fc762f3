import type { LockedPackage } from '../../codec/npm-locks.ts';
import { readBunLock, readPackageLock, readPnpmLock, readYarnLock } from '../../codec/npm-locks.ts';
import { splitPath } from '../../model/image-path.ts';
import type { FileTree } from '../../model/file-tree.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';
import { splitNpmName } from '../npm-name.ts';

/** Lock files that a package was published with say nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)node_modules\//;

/** Lock files of npm, yarn, pnpm and bun. */
export const npmLock = {
  id: 'npm-lock',
  version: 2,
  summary: 'lock files of npm (1–3), yarn (1 and later), pnpm and bun, where no `node_modules` stands beside them',
  types: ['npm'],
  finds: 'declared',
  wish: {
    paths: ['**/package-lock.json', '**/npm-shrinkwrap.json', '**/yarn.lock', '**/pnpm-lock.yaml', '**/bun.lock'],
  },
  maxBytes: 64 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    const rows = readLock(splitPath(path)[1], await readBody(body)).map(([name, version, hash]) => {
      const [namespace, bare] = splitNpmName(name);
      return listedRow(bare, version, namespace, null, hash ?? null);
    });
    return rows.length === 0 ? null : distinctRows(rows);
  },
  assemble: (tree, facts) =>
    facts
      .filter(({ path }) => !isInstalled(tree, splitPath(path)[0]))
      .flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'npm', foundBy: 'npm-lock', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

function readLock(name: string, bytes: Uint8Array): readonly LockedPackage[] {
  if (name.endsWith('.json')) return readPackageLock(bytes);
  const text = new TextDecoder().decode(bytes);
  if (name === 'yarn.lock') return readYarnLock(text);
  return name === 'bun.lock' ? readBunLock(text) : readPnpmLock(text);
}

/** What is in `node_modules` counts then: a lock file lists what is for development or other platforms too. */
function isInstalled(tree: FileTree, folder: string): boolean {
  const modules = folder === '' ? 'node_modules' : `${folder}/node_modules`;
  return tree.list(tree.resolve(modules)?.path ?? modules).some((name) => !name.startsWith('.') || name === '.pnpm');
}

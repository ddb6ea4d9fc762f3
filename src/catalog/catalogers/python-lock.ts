import type { PinnedDistribution } from '../../codec/python-locks.ts';
import { readPipfileLock, readPythonLock, readRequirements } from '../../codec/python-locks.ts';
import type { FileTree } from '../../model/file-tree.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** What distributions carry with them says nothing of this image. */
const OF_A_PACKAGE = /(?:^|\/)(?:site-packages|dist-packages|node_modules)\//;

/** Lock files of Python, and requirements as far as they are pinned. */
export const pythonLock = {
  id: 'python-lock',
  version: 1,
  summary:
    'lock files of poetry, uv, pdm and pipenv, `pylock.toml`, and what requirements files pin with `==`, where no `.venv` stands beside them',
  types: ['pypi'],
  finds: 'declared',
  wish: {
    paths: [
      '**/poetry.lock',
      '**/uv.lock',
      '**/pdm.lock',
      '**/pylock.toml',
      '**/Pipfile.lock',
      '**/requirements*.txt',
      '**/requirements/*.txt',
    ],
  },
  maxBytes: 32 * 1024 * 1024,
  async extract(path, body) {
    if (OF_A_PACKAGE.test(path)) return null;
    const pinned = await readPinned(splitPath(path)[1], await readBody(body));
    return pinned.length === 0 ? null : distinctRows(pinned.map(([name, version]) => listedRow(name, version)));
  },
  assemble: (tree, facts) =>
    facts
      .filter(({ path }) => !hasEnvironment(tree, splitPath(path)[0]))
      .flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'pypi', foundBy: 'python-lock', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

async function readPinned(name: string, bytes: Uint8Array): Promise<readonly PinnedDistribution[]> {
  if (name === 'Pipfile.lock') return readPipfileLock(bytes);
  const text = new TextDecoder().decode(bytes);
  return name.endsWith('.txt') ? readRequirements(text) : readPythonLock(text, name);
}

function hasEnvironment(tree: FileTree, folder: string): boolean {
  return ['.venv', 'venv'].some((name) => tree.resolve(`${folder}/${name}/pyvenv.cfg`) !== null);
}

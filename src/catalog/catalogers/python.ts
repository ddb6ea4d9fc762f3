import { readPythonMetadata } from '../../codec/python-metadata.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

/** Distributions as pip, setuptools and distributions install them. */
export const python = {
  id: 'python',
  version: 1,
  summary: 'installed distributions: `dist-info`, `egg-info` (folder or file) and eggs',
  types: ['pypi'],
  finds: 'installed',
  wish: {
    paths: ['**/*.dist-info/METADATA', '**/*.egg-info/PKG-INFO', '**/*.egg-info', '**/*.egg/EGG-INFO/PKG-INFO'],
  },
  maxBytes: 8 * 1024 * 1024,
  async extract(_path, body) {
    const found = readPythonMetadata(new TextDecoder().decode(await readBody(body)));
    return found === null ? null : listedRow(found.name, found.version, null, found.licence);
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value, { type: 'pypi', foundBy: 'python', fact })),
} as const satisfies Cataloger<ListedRow>;

import { looksLikeZip, readJavaArchive } from '../../codec/java-archive.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Cataloger } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

/** Java's archives, and those in them. One that can't be read is told by the layer's Problem. */
export const javaArchive = {
  id: 'java-archive',
  version: 3,
  summary: 'jar, war, ear and their kin, and archives within them: `pom.properties`, then the manifest, then the name of the file',
  types: ['maven'],
  finds: 'installed',
  wish: { paths: ['**/*.jar', '**/*.war', '**/*.ear', '**/*.par', '**/*.sar', '**/*.hpi', '**/*.jpi', '**/*.kar'] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(path, body, tell) {
    if (!(await looksLikeZip(body))) return null;
    const artifacts = await readJavaArchive(body, splitPath(path)[1], tell);
    return rowsOrNull(artifacts.map(({ group, artifact, version, licence }) => listedRow(artifact, version, group, licence)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'maven', 'java-archive'),
} as const satisfies Cataloger<readonly ListedRow[]>;

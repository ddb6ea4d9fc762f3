import { readJavaArchive } from '../../codec/java-archive.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Cataloger } from '../cataloger.ts';
import { type ListedRow, listedPackages, listedRow, rowsOrNull } from '../listed-package.ts';

const ZIP_MAGIC = Uint8Array.of(0x50, 0x4b);

/** Java's archives, and those in them. One that can't be read is told by the layer's Problem. */
export const javaArchive = {
  id: 'java-archive',
  version: 2,
  summary: 'jar, war, ear and their kin, and archives within them: `pom.properties`, then the manifest, then the name of the file',
  types: ['maven'],
  finds: 'installed',
  wish: { paths: ['**/*.jar', '**/*.war', '**/*.ear', '**/*.par', '**/*.sar', '**/*.hpi', '**/*.jpi', '**/*.kar'] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(path, body) {
    const magic = new Uint8Array(2);
    if ((await body.read(0, magic)) < 2) return null;
    const isProgram = magic[0] === 0x23 && magic[1] === 0x21;
    if (!isProgram && !ZIP_MAGIC.every((byte, i) => magic[i] === byte)) return null;
    const artifacts = await readJavaArchive(body, splitPath(path)[1]);
    return rowsOrNull(artifacts.map(({ group, artifact, version, licence }) => listedRow(artifact, version, group, licence)));
  },
  assemble: (_tree, facts) => listedPackages(facts, 'maven', 'java-archive'),
} as const satisfies Cataloger<readonly ListedRow[]>;

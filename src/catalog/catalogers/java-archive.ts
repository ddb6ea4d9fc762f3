import { readJavaArchive } from '../../codec/java-archive.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Cataloger } from '../cataloger.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

const ZIP_MAGIC = Uint8Array.of(0x50, 0x4b);

/** Java's archives, and those in them. One that can't be read is told by the layer's Problem. */
export const javaArchive = {
  id: 'java-archive',
  version: 1,
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
    const rows = artifacts.map(({ group, artifact, version, licence }) => listedRow(artifact, version, group, licence));
    return rows.length === 0 ? null : distinctRows(rows);
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => fact.value.map((row) => listedPackage(row, { type: 'maven', foundBy: 'java-archive', fact }))),
} as const satisfies Cataloger<readonly ListedRow[]>;

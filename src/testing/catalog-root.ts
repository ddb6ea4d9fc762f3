import { execFileSync } from 'node:child_process';
import { analyseFile } from '../catalog/analyse-layer.ts';
import { catalogImage } from '../catalog/catalog-image.ts';
import type { Cataloger } from '../catalog/cataloger.ts';
import { squash } from '../image/squash.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';

/** A folder of this disk, cataloged as the one layer of an image; its tar is left beside it. */
export async function catalogRoot(root: string, catalogers: readonly Cataloger[]): Promise<ReturnType<typeof catalogImage>> {
  const tar = `${root}.tar`;
  execFileSync('tar', ['-C', root, '-cf', tar, '.']);
  const file = await nodeFiles().open(tar);
  try {
    const analysis = await analyseFile(file, { extractors: catalogers }, { files: nodeFiles(), hash: nodeHash });
    if (analysis.problems.length > 0) throw new Error(analysis.problems.map(({ message }) => message).join('\n'));
    return catalogImage(squash([analysis]), [analysis], catalogers);
  } finally {
    await file.close();
  }
}

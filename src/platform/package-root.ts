import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, also from a bundle: the nearest one above this file that holds the bundled data. */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'data', 'official-images.idx'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}

/**
 * A project of a few files in a temporary folder, for the tests of the checks.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Writes the files (path → text), calls `use` with the folder, and removes it. */
export async function withProject(files, use) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fromage-project-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

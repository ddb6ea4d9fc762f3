import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../platform/package-root.ts';

/** The version of this package, for documents that name the tool they were made by. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

/** Tells this build of the program from every other: by its version, and the size and time of the bundle this runs from. Null where it runs from source. */
export function programBuild(): string | null {
  const file = fileURLToPath(import.meta.url);
  if (extname(file) === '.ts') return null;
  const { size, mtimeMs } = statSync(file);
  return [programVersion(), size, Math.round(mtimeMs)].join(' ');
}

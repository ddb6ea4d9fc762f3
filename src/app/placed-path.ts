import type { Files } from '../ports/index.ts';

/** Where a folder lies, whether it is there or only spoken of. */
export interface PlacedPath {
  /** The nearest folder that is there: absolute, links resolved. */
  readonly folder: string;
  /** The folder itself, as an absolute path. */
  readonly whole: string;
}

/** Finds out where a folder lies. */
export async function placePath(folder: string, files: Files): Promise<PlacedPath> {
  const missing: string[] = [];
  let at = folder;
  while ((await files.status(at))?.kind !== 'directory') {
    const name = at.split(/[\\/]/).at(-1) ?? '';
    const above = files.join(at, '..');
    if (above === at || name === '..') break;
    missing.unshift(name);
    at = above;
  }
  const real = await files.real(at);
  return { folder: real, whole: [real, ...missing].join('/') };
}

/** A path as seen from a folder, both absolute, with `/` between names; what lies elsewhere is seen from the root. */
export function relativePath(folder: string, path: string): string {
  const [base, whole] = [folder, path].map((one) => one.split(/[\\/]+/).filter((part) => part !== '')) as [string[], string[]];
  return (base.every((part, at) => whole[at] === part) ? whole.slice(base.length) : whole).join('/');
}

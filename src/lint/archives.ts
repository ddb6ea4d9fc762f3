/** Names of tar archives, packed or not, and of single packed files, whose packing alone does not tell whether a tar is inside. */
const ARCHIVE = /\.(tar|tar\.\w+|t(gz|bz2?|b2|xz|lz|lzma|pz|zst)|tZ|gz|bz2|xz|lz|lzma|zst|Z)$/;

/** Whether a path looks like what ADD unpacks. */
export function isArchive(path: string): boolean {
  return ARCHIVE.test(path);
}

/** What follows the last slash or backslash; of `a/b/` it is `b`. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}

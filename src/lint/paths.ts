/** Whether a path of either system begins at its root: `/srv`, `c:\srv`. Quotes are to be gone. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[a-zA-Z]:/.test(path);
}

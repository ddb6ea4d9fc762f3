import { type ListedRow, listedRow } from './listed-package.ts';

/** A module as purl parts it: `golang.org/x/net` is `net` in `golang.org/x`. */
export function goModuleRow(path: string, version: string | null): ListedRow {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? listedRow(path, version) : listedRow(path.slice(slash + 1), version, path.slice(0, slash));
}

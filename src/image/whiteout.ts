import { splitPath } from '../model/image-path.ts';

/** What the name of a layer's entry says beyond the file it names. */
export type Marker =
  /** A file like any other. */
  | { readonly kind: 'none' }
  /** `name` in `folder` is deleted. */
  | { readonly kind: 'whiteout'; readonly folder: string; readonly name: string }
  /** All that lower layers have in `folder` is hidden. */
  | { readonly kind: 'opaque'; readonly folder: string }
  /** Of aufs' own book-keeping: no file of the image. */
  | { readonly kind: 'ignored' }
  /** A whiteout of nothing, of the folder itself or its parent, or a file within one. */
  | { readonly kind: 'bad' };

const PREFIX = '.wh.';
const META = '.wh..wh.';
const OPAQUE = '.wh..wh..opq';
/** Where aufs kept files that hard links of the same layer lead to. Entries in it are no files of the image. */
export const AUFS_LINKS = '.wh..wh.plnk';

/** OCI image-spec, layer.md, "Whiteouts": told by the last part of the path, of whatever type the entry is. */
export function readMarker(path: string): Marker {
  if (!path.includes(PREFIX)) return { kind: 'none' };
  const [folder, name] = splitPath(path);
  if (path.startsWith(META) && path !== OPAQUE) return { kind: path.startsWith(`${AUFS_LINKS}/`) ? 'none' : 'ignored' };
  if (`/${folder}`.includes(`/${PREFIX}`)) return { kind: 'bad' };
  if (!name.startsWith(PREFIX)) return { kind: 'none' };
  if (name === OPAQUE) return { kind: 'opaque', folder };
  if (name.startsWith(META)) return { kind: 'ignored' };
  const target = name.slice(PREFIX.length);
  const isNothing = target === '' || target === '.' || target === '..';
  return isNothing ? { kind: 'bad' } : { kind: 'whiteout', folder, name: target };
}

import type { ComposerPackage } from '../codec/composer-packages.ts';
import { splitPath } from '../model/image-path.ts';
import { type ListedRow, listedRow } from './listed-package.ts';

/** The vendor is purl's namespace. */
export function composerRow({ name, version, licences }: ComposerPackage): ListedRow {
  const [vendor, bare] = splitPath(name);
  return listedRow(bare, version, vendor === '' ? null : vendor, licences.length === 0 ? null : licences.join(' OR '));
}

import type { BigIntStats } from 'node:fs';
import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderEntry, FolderListing } from '../ports/index.ts';

/** See Files.listEntries. Throws as node:fs does. What is gone before it is looked at was never there. */
export function listFolder(path: string): FolderListing {
  const names = readdirSync(path, { encoding: 'buffer' }).map(textOf);
  const told = names.filter((name) => name !== null).sort();
  return {
    entries: told.flatMap((name) => entryOf(path, name)),
    untold: names.length - told.length,
    fileSystem: String(statSync(path).dev),
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(name: Uint8Array): string | null {
  try {
    return decoder.decode(name);
  } catch {
    return null;
  }
}

function entryOf(folder: string, name: string): readonly FolderEntry[] {
  const path = join(folder, name);
  try {
    const found = lstatSync(path, { bigint: true });
    const kind = kindOf(found);
    return [
      {
        name,
        kind,
        size: Number(found.size),
        mode: Number(found.mode & 0o7777n),
        uid: Number(found.uid),
        gid: Number(found.gid),
        mtime: Number(found.mtimeNs / 1_000_000n) / 1000,
        link: kind === 'symlink' ? readlinkSync(path) : null,
        device: kind === 'char' || kind === 'block' ? numbersOf(found.rdev) : null,
        identity: found.nlink > 1n && kind !== 'directory' ? `${found.dev}-${found.ino}` : null,
        fileSystem: String(found.dev),
      },
    ];
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EINVAL')) return [];
    throw error;
  }
}

function kindOf(found: BigIntStats): FolderEntry['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'directory';
  if (found.isSymbolicLink()) return 'symlink';
  if (found.isCharacterDevice()) return 'char';
  if (found.isBlockDevice()) return 'block';
  return found.isFIFO() ? 'fifo' : 'socket';
}

/** As Linux packs them (makedev(3)). */
function numbersOf(device: bigint): { readonly major: number; readonly minor: number } {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
  return { major: Number(major), minor: Number(minor) };
}

import { type TarItem, paddingFor, tarHeaderSize } from '../codec/tar-writer.ts';
import { FromageError } from '../model/error.ts';
import { showPath } from '../model/image-path.ts';
import type { Problem } from '../model/problem.ts';
import type { Files, FolderEntry, FolderListing } from '../ports/index.ts';

/** What of a folder goes into a tar, and where in it. */
export interface FolderItem {
  readonly item: TarItem;
  /** Where its header and, for files, its body begin, from the start of the tar. */
  readonly start: number;
  readonly offset: number;
  /** Bytes of the body; 0 for all but files. */
  readonly size: number;
  /** The host's path. */
  readonly path: string;
}

export interface WalkedFolder {
  /** By `start`. */
  readonly items: readonly FolderItem[];
  /** Where the entries end. */
  readonly end: number;
  readonly problems: readonly Problem[];
}

/** As many paths as a layer may have. */
const MAX_ITEMS = 10_000_000;
/** Of a running system: no files that are stored. */
const NOT_STORED: ReadonlySet<string> = new Set(['dev', 'proc', 'run', 'sys']);

/**
 * Walks a folder as tar would: names sorted, a folder before what is in it, no link followed, other file systems not entered, sockets
 * left out. Nothing is opened. What can't be listed is a Problem. `root` has no links in it (Files.real). Throws `too-large`, `interrupted`.
 */
export async function walkFolder(root: string, files: Files): Promise<WalkedFolder> {
  const items: FolderItem[] = [];
  const problems: Problem[] = [];
  const names = new Map<string, string>();
  let end = 0;

  function add(entry: FolderEntry, name: string, path: string): void {
    const first = entry.identity === null ? undefined : names.get(entry.identity);
    if (entry.identity !== null && first === undefined) names.set(entry.identity, name);
    const item = itemOf(entry, name, first ?? null);
    if (item === null) return;
    if (items.length === MAX_ITEMS) throw new FromageError('too-large', `${root} has more than ${MAX_ITEMS} files`);
    const size = item.size ?? 0;
    const offset = end + tarHeaderSize(item);
    items.push({ item, start: end, offset, size, path });
    end = offset + size + paddingFor(size);
  }

  async function list(name: string): Promise<FolderListing | null> {
    try {
      const listing = await files.listEntries(files.join(root, name));
      const { untold } = listing;
      if (untold > 0) problems.push(unread(name, `has ${untold} names that are no UTF-8, and what they name was passed over`));
      return listing;
    } catch (error) {
      if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
      problems.push(unread(name, `could not be listed: ${error.message}`));
      return null;
    }
  }

  const whole = await list('');
  const rest = pendingIn('', whole);
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { entry, name } = next;
    add(entry, name, files.join(root, name));
    if (entry.kind !== 'directory') continue;
    if (entry.fileSystem === whole?.fileSystem) rest.push(...pendingIn(name, await list(name)));
    else problems.push(notEntered(name));
  }
  return { items, end, problems };
}

interface Pending {
  readonly entry: FolderEntry;
  /** Within the folder. */
  readonly name: string;
}

/** The first name last. */
function pendingIn(folder: string, listing: FolderListing | null): Pending[] {
  const entries = listing?.entries ?? [];
  return entries.map((entry) => ({ entry, name: folder === '' ? entry.name : `${folder}/${entry.name}` })).reverse();
}

function itemOf({ kind, size, mode, uid, gid, mtime, link, device }: FolderEntry, name: string, first: string | null): TarItem | null {
  const about = { name: kind === 'directory' ? `${name}/` : name, mode, uid, gid, mtime: Math.max(0, Math.floor(mtime)) };
  if (kind === 'socket') return null;
  if (kind === 'directory' || kind === 'fifo') return { ...about, type: kind };
  if (first !== null) return { ...about, type: 'hardlink', linkName: first };
  if (kind === 'symlink') return { ...about, type: 'symlink', linkName: link ?? '' };
  if (kind === 'file') return { ...about, type: 'file', size };
  return { ...about, type: kind, devMajor: device?.major ?? 0, devMinor: device?.minor ?? 0 };
}

function unread(name: string, why: string): Problem {
  return { kind: 'unreadable', message: `${name === '' ? 'the folder' : showPath(name)} ${why}`, where: name, incomplete: true };
}

function notEntered(name: string): Problem {
  const message = `${showPath(name)} is another file system, and was not entered`;
  return { kind: 'not-entered', message, where: name, incomplete: !NOT_STORED.has(name) };
}

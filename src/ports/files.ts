import type { ByteStream, RandomAccess } from './bytes.ts';

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'socket' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** What lies in a folder, as it is itself: a link is a link. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';
  /** Bytes. */
  readonly size: number;
  /** Permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** A symbolic link's target. */
  readonly link: string | null;
  readonly device: { readonly major: number; readonly minor: number } | null;
  /** Says which files are one under several names; null where it has but one. */
  readonly identity: string | null;
  /** Which file system it is of. */
  readonly fileSystem: string;
}

/** Entries of a folder, and how many have names that can't be told: their bytes are no UTF-8. */
export interface FolderListing {
  /** Sorted by name. */
  readonly entries: readonly FolderEntry[];
  readonly untold: number;
  /** Which file system the folder itself is of. */
  readonly fileSystem: string;
}

/**
 * The host's file system. Paths are the host's own. Errors are FromageError: `not-found` where it is not there, `io` otherwise.
 */
export interface Files {
  /** Null where nothing is there. Follows links. */
  status(path: string): Promise<FileStatus | null>;
  open(path: string): Promise<RandomAccess>;
  /** Opens a regular file alone: no link is followed at its end, and nothing that could wait or act is opened (`io`). */
  openRegular(path: string): Promise<RandomAccess>;
  /** Whole, at most `maxBytes` (else `too-large`). */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** Names, sorted. */
  list(path: string): Promise<readonly string[]>;
  /** What lies in a folder; nothing in it is opened, no link is followed. */
  listEntries(path: string): Promise<FolderListing>;
  /** Written beside and renamed over, so that a reader sees the old or the new; makes folders as needed. */
  write(path: string, bytes: Uint8Array, options?: { readonly mode?: number }): Promise<void>;
  /** Removes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Reads the stream into a temporary file, which is gone after `close()`, also when the program is interrupted. At most `maxBytes`. */
  spool(stream: ByteStream, maxBytes: number): Promise<RandomAccess>;
  stdin(): ByteStream;
  join(...parts: readonly string[]): string;
  /** An absolute path, links resolved, so that a check "inside this folder" can't be tricked. */
  real(path: string): Promise<string>;
}

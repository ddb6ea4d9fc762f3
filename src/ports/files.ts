import type { ByteStream, RandomAccess } from './bytes.ts';

export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'socket' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * The host's file system. Paths are the host's own. Errors are FromageError: `not-found` where it is not there, `io` otherwise.
 */
export interface Files {
  /** Null where nothing is there. Follows links. */
  status(path: string): Promise<FileStatus | null>;
  open(path: string): Promise<RandomAccess>;
  /** Whole, at most `maxBytes` (else `too-large`). */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** Names, sorted. */
  list(path: string): Promise<readonly string[]>;
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

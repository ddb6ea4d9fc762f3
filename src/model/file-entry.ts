/** What a path can be. The order is that of the numbers in an EntryTable's `type`, so it never changes. */
export const FILE_TYPES = ['file', 'hardlink', 'symlink', 'char', 'block', 'directory', 'fifo'] as const;

export type FileType = (typeof FILE_TYPES)[number];

/** Numbers of a device file. */
export interface Device {
  readonly major: number;
  readonly minor: number;
}

/** An extended attribute, as `security.capability`. */
export interface Xattr {
  readonly name: string;
  readonly value: Uint8Array;
}

/** One path of a layer or a tree, and what is known of it without its body. */
export interface FileEntry {
  /** Within the image: `usr/bin/env`, without a slash at either end; empty for the root. Bytes that are no UTF-8 stand as U+DC80 to U+DCFF. */
  readonly path: string;
  readonly type: FileType;
  /** Bytes of the file once unpacked; 0 for all but files. */
  readonly size: number;
  /** Permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with a fraction where the layer gives one. */
  readonly mtime: number;
  /** A symbolic link's target as written; a hard link's as a path within the image. Null for all else. */
  readonly link: string | null;
  readonly device: Device | null;
  readonly xattrs: readonly Xattr[];
  /** Where its body begins in the layer's tar. Null where it has none, or none that lies there in one piece (sparse files). */
  readonly offset: number | null;
}

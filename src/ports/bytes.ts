/** Bytes that can be read at any place, and are somebody else's to close. */
export interface ReadAt {
  /** Bytes. */
  readonly size: number;
  /** Fills `into` from `offset` on; returns how many bytes it got, fewer only at the end. */
  read(offset: number, into: Uint8Array): Promise<number>;
  /** The same without a promise, for who reads little at a time and often. Absent where it would have to wait. */
  readNow?(offset: number, into: Uint8Array): number;
}

/** A file or blob that can be read at any place. Safe to read from several places at once. */
export interface RandomAccess extends ReadAt {
  /** A word that no other content of any file of this machine has: it changes when the file is written or replaced. Absent where nothing vouches for that, as of temporary files. */
  readonly identity?: string;
  /** For other threads of this program, which read the same file by a number. Absent where there is none. */
  lend?(): Loan;
  close(): Promise<void>;
}

/** A file that stays open until it is given back, also when it is closed meanwhile. */
export interface Loan {
  readonly handle: number;
  /** Call once. */
  release(): void;
}

/** Chunks of bytes. A consumer must not keep a chunk beyond its turn: buffers are used again. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** Hashes as it is fed. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. Call once. */
  hex(): string;
}

export interface Hash {
  start(algorithm: 'sha256' | 'sha384' | 'sha512'): Hasher;
}

/** Decompression. The caller bounds what comes out. Errors: `malformed`, `truncated`. */
export interface Inflate {
  /** All members of a gzip file one after another (eStargz has many). */
  gzip(stored: ByteStream): ByteStream;
  /** All frames of a zstd file; skippable frames are passed over (zstd:chunked has them). */
  zstd(stored: ByteStream): ByteStream;
}

/** How a program tells its version. */
export interface Sign {
  /** What is searched for, one byte a character; `{}` stands for what the file's name tells (see Program.inName). Left out of texts, which are read whole. */
  readonly anchor?: string;
  /**
   * What stands around the anchor; the group `version` is it. Texts end in NUL; before the first of them stand numbers of any kind, so
   * that `(?<![ -~])` asks for no more than that no text goes before.
   */
  readonly pattern: RegExp;
  /** Bytes that a real file has there. */
  readonly example: string;
}

/** Software that is recognised in its files, where no package tells of it. */
export interface Program {
  /** Of its package, and of its purl: `pkg:generic/name`. */
  readonly name: string;
  /** Globs; other files are not looked into. */
  readonly files: readonly string[];
  /** Only files whose path matches; the first group stands for `{}` in anchors, so that what the name tells is found in the bytes too. */
  readonly inName?: RegExp;
  /** A program or a library (ELF), or a text. */
  readonly kind: 'binary' | 'text';
  readonly signs: readonly Sign[];
  /** A path of an example, and the version that all examples tell. */
  readonly example: readonly [path: string, version: string];
  /** Folders that came with the file, from its own on; `{}` as in anchors. */
  readonly folders?: readonly string[];
}

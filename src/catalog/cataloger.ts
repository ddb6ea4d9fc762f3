import type { EntryPlace, FileTree } from '../model/file-tree.ts';
import type { JsonValue } from '../model/layer-analysis.ts';
import type { Package } from '../model/package.ts';

/** The bytes of a file, wherever they are kept: in the archive, in memory, in a temporary file. Valid while `extract` runs. */
export interface FileBody {
  /** Bytes. */
  readonly size: number;
  /** Fills `into` from `offset` on; returns how many bytes it got, fewer only at the end. */
  read(offset: number, into: Uint8Array): Promise<number>;
}

/** The files an extractor wants to see. All that is said must hold. */
export interface FileWish {
  /** Globs of paths within the image, one of which must match: `*` and `?` within a part, `**` for any number of parts. */
  readonly paths: readonly string[];
  /** Only files that somebody may execute. */
  readonly executable?: boolean;
  /** Bytes the file must begin with, one of these; each at most 64 long. */
  readonly magic?: readonly Uint8Array[];
}

/**
 * What is read of single files of a layer, whatever lies above or below. Pure: the same path and bytes give the same fact, in any
 * thread and on any machine, so facts are kept with the layer until `version` changes.
 */
export interface Extractor<F extends JsonValue = JsonValue> {
  /** Known to the cache: letters, digits and dashes. */
  readonly id: string;
  /** Raise it whenever `wish` or `extract` give something else. */
  readonly version: number;
  readonly wish: FileWish;
  /** Larger files are passed over, with a Problem. Bytes. */
  readonly maxBytes: number;
  /** Null where the file says nothing. Of a hard link `path` may be another of its names. A FromageError becomes a Problem of this file. */
  extract(path: string, body: FileBody, tell: TellDamage): Promise<F | null> | F | null;
}

/** Says what of a file could not be read where the rest of it could: `has a record without a name`. It becomes a Problem of the file. */
export type TellDamage = (damage: string) => void;

/** A fact, and the file it is of. */
export interface PlacedFact<F extends JsonValue = JsonValue> {
  readonly path: string;
  readonly place: EntryPlace;
  readonly value: F;
}

/** A reader of packages: facts layer by layer, then packages out of the facts that the squashed tree still has. Adding one: a file in catalogers/. */
export interface Cataloger<F extends JsonValue = JsonValue> extends Extractor<F> {
  /** What it reads, for its line in the docs. */
  readonly summary: string;
  /** The purl types of its packages. */
  readonly types: readonly string[];
  /** `declared`: a file says they belong to a program here, which does not show that they were installed. */
  readonly finds: 'installed' | 'declared';
  /**
   * `note`: what it reads stands in a single file of a package, and is no database: its packages own no other files, and are parts of
   * the package that a distribution's database names for that file. Left out: `database`.
   */
  readonly reads?: 'database' | 'note';
  /** `facts` are those of files that the tree has, in the order of layers. */
  assemble(tree: FileTree, facts: readonly PlacedFact<F>[]): readonly Package[];
  /**
   * The files that belong to packages, beside those that tell of them. Left out: those alone. `packages` are what `assemble` gave for
   * these facts.
   */
  own?(tree: FileTree, facts: readonly PlacedFact<F>[], packages: readonly Package[]): Iterable<OwnedFiles>;
  /** Which packages need which, as far as the database says. `packages` as for `own`. */
  relate?(tree: FileTree, facts: readonly PlacedFact<F>[], packages: readonly Package[]): Iterable<readonly [from: Package, to: Package]>;
}

/** Files of a package. */
export interface OwnedFiles {
  /** One of those that `assemble` gave. */
  readonly package: Package;
  /** Paths as the database has them: links on the way are followed, and what is not there is passed over. */
  readonly files?: readonly string[];
  /** Folders, all of which is the package's but what lies in a folder of another below it. */
  readonly folders?: readonly string[];
}

/** The whole body. It was found to be within the extractor's bound before. */
export async function readBody(body: FileBody): Promise<Uint8Array> {
  const bytes = new Uint8Array(body.size);
  const count = await body.read(0, bytes);
  return count === bytes.length ? bytes : bytes.subarray(0, count);
}

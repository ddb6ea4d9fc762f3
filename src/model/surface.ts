import type { TracedLayer } from './trace.ts';

/** What an image has that an intruder can use, and what should not be in it, whether or not a vulnerability is known. */
export interface Surface {
  readonly user: SurfaceUser;
  readonly programs: readonly (SurfaceProgram & Brought)[];
  /** Files that run with more than the rights of who starts them. */
  readonly privileged: readonly (PrivilegedFile & Brought)[];
  readonly writable: WritableByAll;
  readonly headers: HeaderFiles;
  /** Packages for building against others: `libssl-dev`. */
  readonly developmentPackages: readonly (DevelopmentPackage & Brought)[];
  readonly secrets: readonly Secret[];
  readonly search: SecretSearch;
}

/** Who brought something. */
export interface Brought {
  /** Zero-based, bottom first; null where no layer brought it, or it is not known which. */
  readonly layer: number | null;
  readonly owner: TracedLayer['owner'];
  /** One-based line of the Dockerfile; null where unknown. */
  readonly line: number | null;
}

/** Who the image's program runs as. */
export interface SurfaceUser {
  /** As the config has it; null where it has none, which means root. */
  readonly configured: string | null;
  /** Whether that is root by name or number. What a name means in the image's /etc/passwd is not looked up. */
  readonly isRoot: boolean;
}

export type ProgramKind = 'shell' | 'package-manager' | 'network' | 'build' | 'interpreter';

/** A program, by the name under which it is called. */
export interface SurfaceProgram {
  readonly kind: ProgramKind;
  /** `bash`, `wget`. */
  readonly name: string;
  readonly path: string;
  /** The file that the path is a link to; null where it is the file itself. */
  readonly target: string | null;
  /** Of the file. */
  readonly bytes: number;
}

/** Names under which programs of a kind can be called, each once, sorted. */
export function programNames({ programs }: Surface, kind: ProgramKind): readonly string[] {
  return [...new Set(programs.filter((one) => one.kind === kind).map(({ name }) => name))].toSorted();
}

export interface PrivilegedFile {
  readonly path: string;
  readonly setuid: boolean;
  readonly setgid: boolean;
  readonly uid: number;
  readonly gid: number;
  /** As getcap writes them: `cap_net_raw=ep`; null where it has none. */
  readonly capabilities: string | null;
  readonly bytes: number;
}

/** What anybody may write: files, and folders without the sticky bit. */
export interface WritableByAll {
  readonly files: number;
  readonly folders: number;
  /** The first of them in the order of layers. */
  readonly examples: readonly string[];
}

/** C and C++ headers below the folders of includes. */
export interface HeaderFiles {
  readonly files: number;
  readonly bytes: number;
}

export interface DevelopmentPackage {
  readonly name: string;
}

/** A secret. Its value is kept nowhere. */
export interface Secret extends Brought {
  /** `private-key`, `github-token`, `password`. */
  readonly kind: string;
  /** The same for people: `private key`. */
  readonly what: string;
  readonly where: 'file' | 'env' | 'label' | 'history' | 'build-arg';
  /** Of a file. */
  readonly path: string | null;
  /** Of a variable, label or option. */
  readonly name: string | null;
  /** The documented prefix of its kind, and `…`: `ghp_…`. */
  readonly masked: string;
  /** Zero-based entry of the config's history that has it, or made the layer; null where unknown. */
  readonly history: number | null;
  /** Of the file. */
  readonly bytes: number | null;
  /** The layer that deleted or replaced the file: it is shipped all the same. Null where it is there. */
  readonly hiddenBy: (Brought & { readonly layer: number }) | null;
  /** `path`: among the files where secrets are known to lie; `contents`: by searching all files; `config`: in the image's configuration. */
  readonly foundBy: 'path' | 'contents' | 'config';
}

/** What was searched for secrets. */
export interface SecretSearch {
  /** Whether every file's content was, and not only those at known paths. */
  readonly contents: boolean;
  /** Files of all layers that were searched so, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were left out then: programs, archives and other binary ones. */
  readonly binaryFiles: number;
  readonly binaryBytes: number;
}

/** What of the surface the files of an image alone tell. Places are layers, zero-based. */
export interface FoundSurface {
  readonly programs: readonly (SurfaceProgram & { readonly layer: number })[];
  readonly privileged: readonly (PrivilegedFile & { readonly layer: number })[];
  readonly writable: WritableByAll;
  readonly headers: HeaderFiles;
  readonly secrets: readonly SecretFile[];
}

/** A file with a secret in it. */
export interface SecretFile extends MaskedSecret {
  readonly path: string;
  readonly layer: number;
  readonly bytes: number;
  /** The layer that hides it; null where it is in the tree. */
  readonly hiddenBy: number | null;
}

/** What is told of a secret. */
export interface MaskedSecret {
  readonly kind: string;
  readonly what: string;
  readonly masked: string;
}

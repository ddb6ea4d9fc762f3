import type { EntryPlace } from './file-tree.ts';

/** A file that tells of a package, and the layer it is in. */
export interface PackageLocation {
  /** Within the image. */
  readonly path: string;
  readonly place: EntryPlace;
}

/** Software that is installed or declared in an image. */
export interface Package {
  /** As purl names its kinds: `deb`, `apk`, `npm`, `golang` … */
  readonly type: string;
  /** As purl has it: the distribution, the npm scope, the Maven group; null where there is none. */
  readonly namespace: string | null;
  readonly name: string;
  /** As written; null where nothing says it. */
  readonly version: string | null;
  readonly architecture: string | null;
  /** The package it was built from, where that is another; advisories of distributions are written against it. */
  readonly source: { readonly name: string; readonly version: string | null } | null;
  /** As found, unchecked. */
  readonly licences: readonly string[];
  readonly locations: readonly PackageLocation[];
  /** The module stream that a rpm belongs to: `nodejs:18:9020230301:rhel9`; absent where it is of none. */
  readonly modularity?: string;
  /** As its database has it where the package is not wholly installed: dpkg's `unpacked`, `half-installed` …; else absent. */
  readonly state?: string;
  /** `sha512:<hex>`: of the file that its registry serves, as the lock file here states it; what is installed was not hashed. Absent where nothing states it. */
  readonly hashes?: readonly string[];
  /** How it was built, as the program itself says: Go's `GOOS`, `-tags`, `vcs.revision` …; absent where nothing says it. */
  readonly build?: Readonly<Record<string, string>>;
  /** The cataloger's id. */
  readonly foundBy: string;
}

/** Kinds whose packages are a distribution's: their databases name every file, and the distribution mends what is in them. */
const OF_DISTRIBUTION: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** Whether packages of a kind, as purl names it, are a distribution's. */
export function isOfDistribution(type: string): boolean {
  return OF_DISTRIBUTION.has(type);
}

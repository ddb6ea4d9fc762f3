import type { Package } from './package.ts';
import type { Problem } from './problem.ts';
import type { Purl } from './purl.ts';
import type { Trace, TracedLayer } from './trace.ts';

/** The packages of an image, and who brought each: the answer of `fromage sbom`. */
export interface Sbom {
  /** The image and its lineage. */
  readonly trace: Trace;
  /** The distribution its root file system says it is; null where it says none. */
  readonly distribution: Distribution | null;
  /** By kind, name and version. */
  readonly packages: readonly SbomPackage[];
  /** Packages that lower layers have and the image has no more, in the order in which they went; what was only declared is left out. */
  readonly gone: readonly GonePackage[];
  readonly files: FileAccount;
  /** What could not be read, beside what the trace tells of. */
  readonly problems: readonly Problem[];
}

/** As os-release has it. */
export interface Distribution {
  /** `debian`, `alpine`. */
  readonly id: string;
  /** `12`; null where there is none, as with rolling distributions. */
  readonly versionId: string | null;
  /** `Debian GNU/Linux 12 (bookworm)`. */
  readonly name: string;
}

/**
 * What a layer did to a package. `changed` is to another version where nothing tells which of the two is newer. `reinstalled`: it was
 * there before, and then was not.
 */
export interface PackageEvent {
  readonly kind: 'introduced' | 'upgraded' | 'downgraded' | 'changed' | 'removed' | 'reinstalled';
  /** Zero-based. */
  readonly layer: number;
  /** After it; what was removed. */
  readonly version: string | null;
  /** Before it was upgraded, downgraded or changed. */
  readonly from: string | null;
}

/** A package, its purl, and the layer that brought it. */
export interface SbomPackage {
  readonly package: Package;
  readonly purl: Purl;
  /** Zero-based, bottom first. */
  readonly layer: number;
  /** Zero-based place of that layer's image among the ancestors; `own` for the subject's; null where unknown. */
  readonly owner: TracedLayer['owner'];
  /** Whether a file only says that a program here needs it, which does not show that it was installed. */
  readonly declared: boolean;
  /** All that layers did to it, lowest first. */
  readonly history: readonly PackageEvent[];
  /** The last layer that wrote a file of it; null where its files are not known. */
  readonly touched: number | null;
  /** Regular files of the image that are known to be its, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** What was found in its files, and is a part of it. */
  readonly contains: readonly Purl[];
  /** Places among the packages of those that its database says it needs, ascending. */
  readonly dependsOn: readonly number[];
}

/** A package that only lower layers have. What they have of it is still shipped. */
export interface GonePackage {
  /** As it last was. */
  readonly package: Package;
  readonly purl: Purl;
  /** Ends in `removed`. */
  readonly history: readonly PackageEvent[];
}

/** How many of an image's regular files are some package's. */
export interface FileAccount {
  readonly files: number;
  readonly bytes: number;
  /** Those of no package, of which no cataloger read anything either. */
  readonly unaccountedFiles: number;
  readonly unaccountedBytes: number;
  /** The largest of them, at most ten. */
  readonly largest: readonly UnaccountedFile[];
}

export interface UnaccountedFile {
  readonly path: string;
  readonly size: number;
  /** Zero-based. */
  readonly layer: number;
}

/** An SBOM that somebody attached to an image: its author's word, whose signature was not verified. */
export interface AttachedSbom {
  readonly format: 'cyclonedx' | 'spdx';
  /** Of the format: `2.3`, `1.6`; null where it does not say. */
  readonly specVersion: string | null;
  /** What made it, as it says. */
  readonly tool: string | null;
  /** Packages or components in it. */
  readonly count: number;
  readonly purls: readonly string[];
  /** In the image's index, or among its referrers. */
  readonly foundBy: 'index' | 'referrers';
  /** Of the blob it stands in. */
  readonly digest: string;
  /** As it is, out of its statement and envelope. */
  readonly document: unknown;
}

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

/** A package, its purl, and the layer that brought it. */
export interface SbomPackage {
  readonly package: Package;
  readonly purl: Purl;
  /** Zero-based, bottom first. */
  readonly layer: number;
  /** Zero-based place of that layer's image among the ancestors; `own` for the subject's; null where unknown. */
  readonly owner: TracedLayer['owner'];
}

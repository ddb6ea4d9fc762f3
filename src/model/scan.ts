import type { Coverage, Finding } from './finding.ts';
import type { EndOfLife } from './lineage.ts';
import type { Package } from './package.ts';
import type { Problem } from './problem.ts';
import type { Purl } from './purl.ts';
import type { Distribution } from './sbom.ts';
import type { SuppressedBy, VexWord } from './suppression.ts';
import type { Surface } from './surface.ts';
import type { Trace, TracedLayer } from './trace.ts';

/** What is in an image, however that is known. */
export interface Inventory {
  readonly trace: Trace;
  /**
   * `image`: its files were read. `index`: a list of its packages that was made on another day; `sbom`: a list that somebody gave.
   * Nothing else is known of these.
   */
  readonly from: 'image' | 'index' | 'sbom';
  /** The very build that is told of, where a tag may mean several. */
  readonly build: string;
  /** When it was built, `2026-08-25T00:22:24Z`; null where unknown. */
  readonly created: string | null;
  readonly distribution: Distribution | null;
  readonly packages: readonly InventoryPackage[];
  /** Of its regular files on disk, each once; null where they were not read. */
  readonly bytes: number | null;
  /** Null where its files were not read. */
  readonly surface: Surface | null;
  readonly problems: readonly Problem[];
}

/** A package, and who brought it. */
export interface InventoryPackage {
  readonly package: Package;
  readonly purl: Purl;
  /** The distribution it is of, where that is another than the inventory's: an SBOM may list several systems. */
  readonly distribution?: Distribution;
  /** Zero-based, bottom first; null where no layer was seen. */
  readonly layer: number | null;
  /** As of a SbomPackage. */
  readonly owner: TracedLayer['owner'];
  readonly declared: boolean;
}

/** Who has to act, and how: `upgrade`: yours, to a version that mends it; `rebuild`: on a base that has it mended; `move`: the release gets no fixes any more; `wait`: there is no fix. */
export type Remedy = 'upgrade' | 'rebuild' | 'move' | 'wait';

/** A finding, and whose it is. */
export interface ScannedFinding extends Finding {
  readonly purl: Purl;
  readonly layer: number | null;
  readonly owner: TracedLayer['owner'];
  /** One-based line of the Dockerfile that brought the package; null where unknown. */
  readonly line: number | null;
  readonly declared: boolean;
  readonly remedy: Remedy;
  /** What a VEX document says of it; absent where none does. */
  readonly vex?: VexWord;
}

/** A finding that does not count: it is listed, but in no total, and fails no gate. */
export interface SuppressedFinding {
  readonly finding: ScannedFinding;
  readonly by: SuppressedBy;
}

/** What the data can know of an ecosystem's packages in an image. */
export interface EcosystemCoverage {
  /** `Debian:12`, `npm`; null for packages that no feed is about. */
  readonly ecosystem: string | null;
  readonly packages: number;
  /** Packages that a feed names, or would name if there were anything to say. */
  readonly covered: number;
  /** The day to which the data reaches. */
  readonly date: string | null;
  /** Whether the data also tells of what has no fix. */
  readonly unfixed: boolean;
}

/** Support that has ended. */
export interface EndedSupport extends EndOfLife {
  /** Whose product it is of. */
  readonly owner: TracedLayer['owner'];
}

/** That not all findings are wanted. */
export interface FindingSelection {
  /** What was asked for, in the words it was asked in: `--severity low`. */
  readonly asked: readonly string[];
  /** How many vulnerabilities there are, with those that are left out. */
  readonly vulnerabilities: number;
}

/** The answer of `fromage scan`. */
export interface Scan {
  readonly inventory: Inventory;
  readonly findings: readonly ScannedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Absent where all findings are there. */
  readonly selection?: FindingSelection;
  readonly coverage: readonly (Coverage & { readonly purl: Purl })[];
  readonly ecosystems: readonly EcosystemCoverage[];
  readonly ended: readonly EndedSupport[];
  /** The day the distribution's support ends or ended; null where unknown. */
  readonly support: EndOfLife | null;
}

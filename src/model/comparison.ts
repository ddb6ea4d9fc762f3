import type { LevelCounts } from './finding.ts';
import type { EndOfLife } from './lineage.ts';
import type { Scan } from './scan.ts';

/** An image in a comparison: what `fromage compare` says of it in a row. */
export interface ComparedImage {
  /** As it was asked for. */
  readonly reference: string;
  readonly scan: Scan;
  /** Of its distribution, for people; null where its root says none. */
  readonly os: string | null;
  readonly support: EndOfLife | null;
  readonly packages: number;
  readonly covered: number;
  /** Ids of what was found, each once, sorted. */
  readonly findings: readonly string[];
  /** How many of these are of each level; one that has several is the worst. */
  readonly levels: LevelCounts;
  /** The day to which the data reaches: that of the ecosystem whose data is the oldest. */
  readonly dataDate: string | null;
  /** Whether the image was built after that day. */
  readonly isNewer: boolean;
  /** Whether the data also tells of what has no fix. */
  readonly unfixed: boolean;
  /** Bytes as stored, and of the files on disk; null where unknown. */
  readonly storedSize: number | null;
  readonly size: number | null;
  readonly layers: number | null;
  /** Who it runs as, `root` where the config names nobody; this and what follows is null where its files were not read. */
  readonly user: string | null;
  /** Names under which they can be called, sorted. */
  readonly shells: readonly string[] | null;
  readonly packageManagers: readonly string[] | null;
  /** Files that are setuid, setgid or have capabilities. */
  readonly privileged: number | null;
  /** Secrets that were found, those too that are deleted and shipped all the same. */
  readonly secrets: number | null;
  readonly created: string | null;
}

/** What differs between the first image and another. */
export interface ComparedChange {
  readonly to: string;
  readonly packages: readonly PackageChange[];
  /** Findings of the first that the other has not, and the other way round. */
  readonly gone: readonly string[];
  readonly new: readonly string[];
}

export interface PackageChange {
  /** `deb`, and the name. */
  readonly type: string;
  readonly name: string;
  /** Null where the first, or the other, lacks it. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The answer of `fromage compare`. */
export interface Comparison {
  readonly images: readonly ComparedImage[];
  readonly changes: readonly ComparedChange[];
}

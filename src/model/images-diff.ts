import type { FileType } from './file-entry.ts';
import type { Problem } from './problem.ts';
import type { Trace, TracedLayer } from './trace.ts';

/** How two images differ, from `a` to `b`: the answer of `fromage diff`. */
export interface ImagesDiff {
  /** Whether config, packages and files agree, as far as they were asked for. How layers are cut and packed is not looked at. */
  readonly same: boolean;
  readonly a: DiffSide;
  readonly b: DiffSide;
  readonly lineage: KinshipOfTwo;
  readonly config: readonly ConfigChange[];
  /** By kind and name; null where they were not asked for. */
  readonly packages: readonly PackageChange[] | null;
  /** By path; null where they were not asked for. */
  readonly files: readonly FileChange[] | null;
  /** Files of one size in both whose bodies were not compared, since that was not wanted or they can't be read. */
  readonly uncompared: number;
  readonly problems: readonly Problem[];
}

export interface DiffSide {
  readonly trace: Trace;
  readonly layers: number;
  /** Paths, folders too, and bytes of the files that are seen; null where files were not asked for. */
  readonly files: number | null;
  readonly bytes: number | null;
}

/** Ancestors of both, and where the two part. */
export interface KinshipOfTwo {
  /** Nearest first. */
  readonly common: readonly CommonAncestor[];
  /** How many of the lowest layers both have, by DiffID. */
  readonly sharedLayers: number;
}

export interface CommonAncestor {
  /** Places among the ancestors. */
  readonly a: number;
  readonly b: number;
  /** What shows that they are one image, best first. By name alone it may be another build of it. */
  readonly by: 'layers' | 'digest' | 'name';
}

export type Change = 'added' | 'removed' | 'changed';

export interface ConfigChange {
  /** `env`, `cmd`, `labels` … */
  readonly field: string;
  /** Of a variable, label, port or volume. */
  readonly key: string | null;
  readonly change: Change;
  /** As text; null where it is not there. */
  readonly a: string | null;
  readonly b: string | null;
}

export interface PackageChange {
  readonly change: Change;
  readonly type: string;
  /** With its namespace, but that of a distribution. */
  readonly name: string;
  readonly architecture: string | null;
  /** Versions. Which is the newer is not told: they are not weighed. */
  readonly a: string | null;
  readonly b: string | null;
}

/** In what a path differs that both have; `content` by its bytes. */
export type FileDifference = 'type' | 'content' | 'mode' | 'owner' | 'time' | 'link' | 'xattrs';

export interface FileChange {
  readonly path: string;
  readonly change: Change;
  readonly differs: readonly FileDifference[];
  readonly a: DiffedFile | null;
  readonly b: DiffedFile | null;
}

export interface DiffedFile {
  readonly type: FileType;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly link: string | null;
  /** Zero-based. */
  readonly layer: number;
  readonly owner: TracedLayer['owner'];
}

import type { FileType } from './file-entry.ts';
import type { Problem } from './problem.ts';
import type { Purl } from './purl.ts';
import type { Trace, TracedLayer } from './trace.ts';

/** What each layer did, and what of it later ones made useless: the answer of `fromage layers`. */
export interface LayersReport {
  readonly trace: Trace;
  /** Bottom first. */
  readonly layers: readonly LayerReport[];
  /** Files that are shipped and cannot be seen, largest first. */
  readonly wasted: readonly WastedFile[];
  /** The same by cause, most bytes first. */
  readonly causes: readonly WasteGroup[];
  /** What the image has, and could do without, most bytes first. It is no part of `wasted`. */
  readonly leftovers: readonly Leftover[];
  /** The kinds that `wasted`, `causes` and `leftovers` name. */
  readonly kinds: readonly WasteKind[];
  /** Bytes of all files of all layers, uncompressed. */
  readonly bytes: number;
  /** Bytes of the wasted ones. */
  readonly wastedBytes: number;
  /** What dive would say, for who has thresholds for it. */
  readonly dive: DiveFigures;
  /** How they stand to thresholds; null where none were asked for. */
  readonly ci: DiveGate | null;
  readonly problems: readonly Problem[];
}

/** Figures by dive's definitions, which are told where they are measured (image/dive-efficiency.ts). They are not ours: see `wastedBytes` of the report. */
export interface DiveFigures {
  /** From 0 to 1; less than 0 where dive is confused by whiteouts of nothing. */
  readonly efficiency: number;
  /** Bytes of all copies of paths that more than one layer writes or deletes. */
  readonly wastedBytes: number;
  /** Bytes of all layers but the lowest. */
  readonly userBytes: number;
  /** `wastedBytes` by `userBytes`, mostly from 0 to 1, whatever its name says; null where there are no user bytes. */
  readonly userWastedPercent: number | null;
}

/** Thresholds for the figures of dive, and whether they hold. */
export interface DiveGate {
  readonly passed: boolean;
  readonly rules: readonly DiveRule[];
}

export interface DiveRule {
  readonly rule: 'lowestEfficiency' | 'highestWastedBytes' | 'highestUserWastedPercent';
  readonly status: 'passed' | 'failed' | 'disabled';
  /** Null: disabled. */
  readonly threshold: number | null;
  /** Null where there is none, as with no user bytes. */
  readonly value: number | null;
}

export interface LayerReport extends TracedLayer {
  /** Paths; folders count. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Bytes of the files it wrote. */
  readonly bytes: number;
  /** Bytes of those that a later layer hid. */
  readonly wastedBytes: number;
}

/** Why a file of a layer can't be seen: a later one wrote it again or deleted it. `touched` has the same size and time still; its bytes may be others, for they are not compared. */
export type WasteCause = 'overwritten' | 'touched' | 'deleted';

export interface WastedFile {
  readonly path: string;
  readonly size: number;
  /** The layer it is in, zero-based. */
  readonly layer: number;
  /** The layer that hid it. */
  readonly by: number;
  readonly cause: WasteCause;
  /** The id of the kind it is of; null where it is of none. */
  readonly kind: string | null;
}

/** Wasted files of one cause, kind, layer and hiding layer. */
export interface WasteGroup {
  readonly cause: WasteCause;
  readonly kind: string | null;
  readonly layer: number;
  readonly by: number;
  readonly files: number;
  readonly bytes: number;
}

/** Files of one kind that a layer brought and the image still has. */
export interface Leftover {
  readonly kind: string;
  readonly layer: number;
  readonly files: number;
  readonly bytes: number;
}

/** A kind of files that an image can do without: caches, temporary files, documentation. */
export interface WasteKind {
  readonly id: string;
  readonly group: 'cache' | 'temporary' | 'documentation';
  /** For people: `apt's package lists`. */
  readonly what: string;
  /** How to be without them. */
  readonly avoid: string;
}

/** The files of an image: the answer of `fromage files`. */
export interface FilesReport {
  readonly trace: Trace;
  readonly files: readonly ListedFile[];
  readonly problems: readonly Problem[];
}

export interface ListedFile {
  /** Within the image, without a leading slash. */
  readonly path: string;
  readonly type: FileType;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a symbolic link. */
  readonly link: string | null;
  /** The layer that put it there; for a removed one the layer that removed it. Zero-based. */
  readonly layer: number;
  readonly owner: TracedLayer['owner'];
  /** The package it belongs to, in the image as it is; null for none, and for what is removed. */
  readonly package: Purl | null;
  /** What the layer did to it, where one layer was asked about. */
  readonly change: 'added' | 'changed' | 'removed' | null;
}

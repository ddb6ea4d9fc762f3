import type { Scan } from '../model/scan.ts';
import type { Style } from './style.ts';

/** How the answer of a scan is looked at. */
export interface ScanView {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
  /** Of the program. */
  readonly version: string;
}

/** A way to write the answer of a scan. */
export interface ScanFormat {
  readonly id: string;
  readonly summary: string;
  write(scan: Scan, view: ScanView): string;
}

export interface ScanFormatEntry {
  readonly id: string;
  readonly summary: string;
  load(): Promise<ScanFormat>;
}

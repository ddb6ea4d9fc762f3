import type { Comparison } from '../model/comparison.ts';
import type { Style } from './style.ts';

/** How a comparison is looked at. */
export interface CompareView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** Of the program. */
  readonly version: string;
}

/** A way to write a comparison. Adding one: a file in compare-formats/, a line in its index.ts. */
export interface CompareFormat {
  readonly id: string;
  readonly summary: string;
  /** Text that ends in a newline. */
  write(comparison: Comparison, view: CompareView): string;
}

export interface CompareFormatEntry {
  readonly id: string;
  readonly summary: string;
  load(): Promise<CompareFormat>;
}

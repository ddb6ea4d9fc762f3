import type { Sbom } from '../model/sbom.ts';
import type { Style } from './style.ts';

/** What an SBOM format is told of the place it is read at, and of the program. */
export interface SbomView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** Version of fromage. */
  readonly version: string;
  /** The time to state, as RFC 3339 has it in UTC; null for none, so that the same image gives the same bytes. */
  readonly time: string | null;
}

/** A way to write an SBOM. The same image gives the same bytes. Adding one: a file in sbom-formats/, a line in its index.ts. */
export interface SbomFormat {
  /** The word after `--format`. */
  readonly id: string;
  /** A line for help. */
  readonly summary: string;
  /** Text that ends in a newline; empty where there is nothing to write. */
  write(sbom: Sbom, view: SbomView): string;
}

import type { Trace } from '../model/trace.ts';
import type { Style } from './style.ts';

/** What a format is told of the place it is read at. */
export interface View {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** Whether every platform was asked for: JSON is a list then, also of one. */
  readonly all: boolean;
  /** Also a line for each layer. */
  readonly layers: boolean;
}

/** A way to write a trace. Adding one: a file in formats/, a line in formats/index.ts. */
export interface Format {
  /** The word after `--format`. */
  readonly id: string;
  /** A line for help. */
  readonly summary: string;
  /** Text that ends in a newline. Several traces are those of an image's platforms. */
  write(traces: readonly Trace[], view: View): string;
}

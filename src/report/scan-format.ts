import type { Scan } from '../model/scan.ts';
import type { ScanGrouping } from './scan-groups.ts';
import type { Style } from './style.ts';
import type { Template } from './template.ts';

/** How the answer of a scan is looked at. */
export interface ScanView {
  /** Columns; Infinity where nothing is to be cut. */
  readonly width: number;
  readonly style: Style;
  /** Of the program. */
  readonly version: string;
  /** The time to state, as RFC 3339 has it in UTC; null for none, so that the same image and data give the same bytes. */
  readonly time: string | null;
  /** The Dockerfile as it was given, whose lines findings name; null where none was. */
  readonly dockerfile: string | null;
  /** How findings are put together, for people. */
  readonly grouping: ScanGrouping;
  /** Of the user's own; absent where none was given. */
  readonly template?: Template;
  /** Whether all of what the image exposes is listed, for people; else it is summed up. */
  readonly surface?: boolean;
  /** Whether suppressed findings are listed, for people; else they are counted. */
  readonly showSuppressed?: boolean;
}

/** A way to write the answer of a scan. Adding one: a file in scan-formats/, a line in its index.ts. */
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

/** The time of a scan for formats that demand one: what `--timestamp` states, else when the image was made, else the epoch. To the second. */
export function scanTime({ inventory }: Scan, { time }: Pick<ScanView, 'time'>): string {
  const [, second = '1970-01-01T00:00:00'] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(time ?? inventory.created ?? '') ?? [];
  return `${second}Z`;
}

import type { LintReport } from '../model/lint-report.ts';
import type { RuleManual } from '../model/rule-manual.ts';
import type { Style } from './style.ts';

/** How the answer of lint is looked at. */
export interface LintView {
  /** Columns. */
  readonly width: number;
  readonly style: Style;
  /** Of the program. */
  readonly version: string;
  /** Of all rules there are. */
  readonly rules: readonly RuleManual[];
}

/** A way to write the answer of lint. */
export interface LintFormat {
  readonly id: string;
  readonly summary: string;
  write(report: LintReport, view: LintView): string;
}

/** What is known of a format without loading it. */
export interface LintFormatEntry {
  readonly id: string;
  readonly summary: string;
  load(): Promise<LintFormat>;
}

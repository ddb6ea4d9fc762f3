import type { Problem } from './problem.ts';

export type LintSeverity = 'error' | 'warning' | 'info' | 'style';

/** Worst first. */
export const LINT_SEVERITIES: readonly LintSeverity[] = ['error', 'warning', 'info', 'style'];

/** A place as people and editors count it: both from one, columns in UTF-16 units. */
export interface LintPosition {
  readonly line: number;
  readonly column: number;
}

/** What a rule says of a place. */
export interface Diagnostic {
  /** The rule's id. */
  readonly rule: string;
  /** What the same check is called elsewhere: `hadolint:DL3008`. */
  readonly equivalents: readonly string[];
  readonly severity: LintSeverity;
  /** A sentence without its full stop. */
  readonly message: string;
  /** Offsets in the text, the end not included. */
  readonly span: { readonly start: number; readonly end: number };
  readonly start: LintPosition;
  readonly end: LintPosition;
}

/** A file, and what is said of it. */
export interface LintedFile {
  readonly path: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The answer of `fromage lint`. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly problems: readonly Problem[];
}

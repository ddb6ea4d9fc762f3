import type { Problem } from './problem.ts';

export type LintSeverity = 'error' | 'warning' | 'info' | 'style';

/** Worst first. */
export const LINT_SEVERITIES: readonly LintSeverity[] = ['error', 'warning', 'info', 'style'];

/** The severity from which on something makes the program fail, or `never`. */
export type LintThreshold = LintSeverity | 'never';

export const LINT_THRESHOLDS: readonly LintThreshold[] = [...LINT_SEVERITIES, 'never'];

/** A place as people and editors count it: both from one, columns in UTF-16 units. */
export interface LintPosition {
  readonly line: number;
  readonly column: number;
}

/** A change of a text: what stands from `start` to `end` gives way to `text`. Offsets are in UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What mends a diagnostic. Safe: the image that is built is the same but for what the rule is about; unsafe: a person should look. */
export interface Fix {
  /** What it does, in a few words: `write COPY instead of ADD`. */
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  /** In order, none within another. */
  readonly edits: readonly TextEdit[];
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
  /** The instruction it is about; the span itself where it is about none. */
  readonly about: { readonly start: number; readonly end: number };
  /** Null where only a person can mend it. */
  readonly fix: Fix | null;
}

/** A file, and what is said of it. */
export interface LintedFile {
  readonly path: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** From which severity on a diagnostic of this file makes the program fail. */
  readonly failOn: LintThreshold;
  /** How many diagnostics a baseline holds already: they are not among these. */
  readonly known: number;
  /** The text with fixes made, and how many; null where none were asked for. */
  readonly fixed: { readonly text: string; readonly fixes: number } | null;
}

/** The answer of `fromage lint`. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly problems: readonly Problem[];
}

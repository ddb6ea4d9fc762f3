import type { LintSeverity } from './lint-report.ts';

/** What a rule says of itself. */
export interface RuleManual {
  /** In words: `pin-apt-packages`. */
  readonly id: string;
  /** What is told, in a line. */
  readonly summary: string;
  /** Why it matters, and what to do, in some sentences. */
  readonly why: string;
  readonly severity: LintSeverity;
  /** What the same check is called elsewhere: `hadolint:DL3008`. */
  readonly equivalents: readonly string[];
  /** Whether it is on unless somebody says otherwise. */
  readonly recommended: boolean;
  readonly bad: readonly RuleManualExample[];
  readonly good: readonly RuleManualExample[];
}

export interface RuleManualExample {
  readonly dockerfile: string;
  /** With the fixes made; absent where there are none. */
  readonly fixed?: string;
}

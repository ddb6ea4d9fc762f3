import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Span } from '../dockerfile/span.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Fix, LintSeverity } from '../model/lint-report.ts';
import type { LintConfig } from './config.ts';
import type { LintInstruction } from './instructions.ts';

/** A case of a rule: its text is a test. */
export interface RuleExample {
  readonly dockerfile: string;
  /** One-based lines on which it is told; of a bad example, absent: it is told somewhere. */
  readonly lines?: readonly number[];
  readonly config?: Partial<LintConfig>;
  /** Of a bad example: the text with the rule's fixes made, unsafe ones too; absent where the rule has none. */
  readonly fixed?: string;
}

/** What a rule found. */
export interface Report {
  readonly span: Span;
  /** A sentence without its full stop. */
  readonly message: string;
  /** Absent where only a person can mend it. */
  readonly fix?: Fix;
}

/** What a rule looks at. Whatever costs something is made when it is first asked for, and kept. */
export interface LintContext {
  readonly dockerfile: Dockerfile;
  /** In the order of the file, those inside ONBUILD in the place of it. */
  readonly instructions: readonly LintInstruction[];
  /** As the build sees them; empty where no FROM can be read. */
  readonly stages: readonly Stage[];
  readonly config: LintConfig;
}

/** A check of Dockerfiles: one file, and its own manual. */
export interface Rule {
  /** In words, and the name of its file: `pin-apt-packages`. */
  readonly id: string;
  /** What is told, in a line. */
  readonly summary: string;
  /** Why it matters, and what to do, in some sentences. */
  readonly why: string;
  readonly severity: LintSeverity;
  /** What the same check is called elsewhere: `hadolint:DL3008`, `buildkit:UndefinedVar`, `trivy:DS-0002`. */
  readonly equivalents: readonly string[];
  /** Whether it is on unless somebody says otherwise. */
  readonly recommended: boolean;
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
  check(context: LintContext): Iterable<Report>;
}

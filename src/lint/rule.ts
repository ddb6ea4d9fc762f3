import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import type { Span } from '../dockerfile/span.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Fix } from '../model/lint-report.ts';
import type { RuleManual, RuleManualExample } from '../model/rule-manual.ts';
import type { LintConfig } from './config.ts';
import type { LintInstruction } from './instructions.ts';

/** A case of a rule: its text is a test. */
export interface RuleExample extends RuleManualExample {
  /** One-based lines on which it is told; of a bad example, absent: it is told somewhere. */
  readonly lines?: readonly number[];
  readonly config?: Partial<LintConfig>;
}

/** What a rule found. */
export interface Report {
  readonly span: Span;
  /** A sentence without its full stop. */
  readonly message: string;
  /** Absent or null where only a person can mend it. */
  readonly fix?: Fix | null;
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

/** A check of Dockerfiles: one file, and its own manual. The id is the name of the file. */
export interface Rule extends RuleManual {
  /** Each is told; `fixed` is the text with its fixes made, unsafe ones too. */
  readonly bad: readonly RuleExample[];
  /** Nothing is told in any. */
  readonly good: readonly RuleExample[];
  check(context: LintContext): Iterable<Report>;
}

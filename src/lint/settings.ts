import type { LintThreshold } from '../model/lint-report.ts';
import type { LintConfig } from './config.ts';

/** What a file of configuration says. */
export interface LintSettings {
  readonly config: Partial<LintConfig>;
  /** From which severity on the program fails; null where it is not said. */
  readonly failOn: LintThreshold | null;
  /** In order: a later one goes before an earlier one. */
  readonly overrides: readonly LintOverride[];
}

/** What else holds for some files. */
export interface LintOverride {
  /** Patterns as of a .gitignore beside the configuration. */
  readonly files: readonly string[];
  readonly config: Partial<Pick<LintConfig, 'preset' | 'ignored' | 'severities'>>;
}

/** A configuration with another over it: rules that either ignores are off, but for those that the other gives a severity. */
export function mergeConfig(base: LintConfig, over: Partial<LintConfig>): LintConfig {
  const kept = base.ignored.filter((name) => !Object.hasOwn(over.severities ?? {}, name));
  return {
    ...base,
    ...over,
    ignored: [...kept, ...(over.ignored ?? [])],
    severities: { ...base.severities, ...over.severities },
  };
}

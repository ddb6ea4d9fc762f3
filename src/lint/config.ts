import type { LintSeverity } from '../model/lint-report.ts';

/** How a label is to look. */
export type LabelKind = 'text' | 'rawtext' | 'url' | 'rfc3339' | 'spdx' | 'hash' | 'semver' | 'email';

export const LABEL_KINDS: readonly LabelKind[] = ['text', 'rawtext', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email'];

export type Preset = 'recommended' | 'strict' | 'hadolint' | 'buildkit';

export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'hadolint', 'buildkit'];

/** What the rules are told from outside. Rules are meant by their id, or by what they are called elsewhere, without the tool: `DL3008`. */
export interface LintConfig {
  readonly preset: Preset;
  /** Rules that are off. */
  readonly ignored: readonly string[];
  /** Severities other than the rules' own. A rule that is named here is on, whatever the preset says. */
  readonly severities: Readonly<Record<string, LintSeverity>>;
  /** Registries that a FROM may name; empty where any will do. */
  readonly trustedRegistries: readonly string[];
  /** Labels that a file must have, and how each is to look. */
  readonly labelSchema: Readonly<Record<string, LabelKind>>;
  /** Whether labels outside of the schema are told. */
  readonly strictLabels: boolean;
  /** Whether comments in the file can silence rules. */
  readonly inlineIgnores: boolean;
  /** Text of the .dockerignore that goes with the file; null where there is none, or it is not known. */
  readonly dockerignore: string | null;
  /** Whether comments that silence nothing are told; in the preset `strict` they are in any case. */
  readonly unusedIgnores: boolean;
}

export const DEFAULT_CONFIG: LintConfig = {
  preset: 'recommended',
  ignored: [],
  severities: {},
  trustedRegistries: [],
  labelSchema: {},
  strictLabels: false,
  inlineIgnores: true,
  dockerignore: null,
  unusedIgnores: false,
};

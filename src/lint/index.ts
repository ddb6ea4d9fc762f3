/**
 * `fromage/lint`: what the rules say of a Dockerfile, and the text with fixes made. Needs no platform: it runs in a browser too.
 */
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import type { Diagnostic } from '../model/lint-report.ts';
import { applyFixes, type FixedText } from './apply-fixes.ts';
import { DEFAULT_CONFIG, type LintConfig } from './config.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import { mergeConfig } from './settings.ts';

export type { Dockerfile } from '../dockerfile/dockerfile.ts';
export { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
export { applyEdits } from '../model/apply-edits.ts';
export type { Diagnostic, Fix, LintPosition, LintSeverity, TextEdit } from '../model/lint-report.ts';
export type { RuleManual } from '../model/rule-manual.ts';
export type { FixedText } from './apply-fixes.ts';
export type { LabelKind, LintConfig, Preset } from './config.ts';
export { DEFAULT_CONFIG } from './config.ts';
export { findRule } from './find-rule.ts';
export { lintDockerfile } from './lint-dockerfile.ts';
export type { LintContext, Report, Rule } from './rule.ts';
export { RULES } from './rules/index.ts';
export { mergeConfig } from './settings.ts';

/**
 * What the rules say of a text, in its order. Never throws.
 *
 *     lint('FROM debian:latest\n')[0]?.rule === 'no-latest-tag'
 */
export function lint(text: string, config: Partial<LintConfig> = {}): readonly Diagnostic[] {
  return lintDockerfile(parseDockerfile(text), mergeConfig(DEFAULT_CONFIG, config));
}

/** The text with its fixes made, and what is left to say of it; only those that are safe unless `unsafe` is set. */
export function fix(text: string, config: Partial<LintConfig> = {}, { unsafe = false }: { readonly unsafe?: boolean } = {}): FixedText {
  return applyFixes(text, mergeConfig(DEFAULT_CONFIG, config), { unsafe });
}

import type { RuleManual } from '../model/rule-manual.ts';
import { findRule, namesOf } from './find-rule.ts';
import { RULES } from './rules/index.ts';
import { unusedIgnore } from './unused-ignore.ts';

/** All that lint tells, by id: the rules, and what is told of comments that silence them. */
export const MANUALS: readonly RuleManual[] = [...RULES, unusedIgnore].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** A name of a rule with the capitals that it has; null where there is no such rule. What only looks like one of hadolint's or ShellCheck's is let through. */
export function spellRule(name: string): string | null {
  const rule = findRule(name, MANUALS);
  if (rule !== null) return namesOf(rule).find((one) => one.toLowerCase() === name.toLowerCase()) ?? null;
  return /^(hadolint:|shellcheck:)?(DL|SC)\d+$/i.test(name) ? name.replace(/(DL|SC)\d+$/i, (id) => id.toUpperCase()) : null;
}

import type { IgnoreRule } from '../../model/suppression.ts';

/** What an ignore file says: its rules, and what of it could not be used, a sentence each with its place. */
export interface IgnoreFile {
  readonly rules: readonly IgnoreRule[];
  readonly faults: readonly string[];
}

/** A rule that says no more than this. */
export function ruleOf(source: string, told: Partial<IgnoreRule>): IgnoreRule {
  return { ...EVERYTHING, ...told, source };
}

const EVERYTHING: Omit<IgnoreRule, 'source'> = {
  ids: null,
  names: null,
  version: null,
  types: null,
  purls: null,
  paths: null,
  ancestor: null,
  layer: null,
  line: null,
  fixState: null,
  reason: null,
  until: null,
  ends: null,
};

const DAY = 24 * 60 * 60 * 1000;

/** The start of a day, `2026-12-31`, in UTC, or an instant in RFC 3339; null where it is neither. Milliseconds since 1970. */
export function instantOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return null;
  const instant = Date.parse(text);
  const isDay = text.length === 10;
  // February 30th would be March.
  return Number.isNaN(instant) || (isDay && new Date(instant).toISOString().slice(0, 10) !== text) ? null : instant;
}

/** The end of a day; of an instant itself. Null as instantOf. */
export function endOf(text: string): number | null {
  const start = instantOf(text);
  return start === null || text.length > 10 ? start : start + DAY;
}

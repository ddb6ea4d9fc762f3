import type { Suggestions } from '../model/suggestion.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const SUGGEST_SCHEMA_VERSION = 1;

/** As schema/suggest.schema.json has it. */
export function writeSuggestJson(suggestions: Suggestions): string {
  return `${JSON.stringify({ schemaVersion: SUGGEST_SCHEMA_VERSION, ...suggestions }, null, 2)}\n`;
}

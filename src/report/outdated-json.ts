import type { Outdated } from '../model/outdated.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const OUTDATED_SCHEMA_VERSION = 1;

/** As schema/outdated.schema.json has it. */
export function writeOutdatedJson(outdated: Outdated): string {
  return `${JSON.stringify({ schemaVersion: OUTDATED_SCHEMA_VERSION, ...outdated }, null, 2)}\n`;
}

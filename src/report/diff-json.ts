import type { DiffSide, ImagesDiff } from '../model/images-diff.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const DIFF_SCHEMA_VERSION = 1;

/** As schema/diff.schema.json has it. */
export function writeDiffJson({ same, a, b, ...rest }: ImagesDiff): string {
  return `${JSON.stringify({ schemaVersion: DIFF_SCHEMA_VERSION, same, a: sideOf(a), b: sideOf(b), ...rest }, null, 2)}\n`;
}

function sideOf({ trace, ...rest }: DiffSide): object {
  const { ancestors, end } = trace.lineage;
  return { subject: trace.subject, ancestors, end, ...rest };
}

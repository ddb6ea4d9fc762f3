import type { LayersReport } from '../model/layers-report.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const LAYERS_SCHEMA_VERSION = 1;

/** As schema/layers.schema.json has it. */
export function writeLayersJson({ trace, ...report }: LayersReport): string {
  const { subject, lineage } = trace;
  const { ancestors, end } = lineage;
  return `${JSON.stringify({ schemaVersion: LAYERS_SCHEMA_VERSION, subject, ancestors, end, ...report }, null, 2)}\n`;
}

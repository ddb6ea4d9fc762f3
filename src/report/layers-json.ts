import type { LayersReport } from '../model/layers-report.ts';
import { layerNumber } from './layer-number.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const LAYERS_SCHEMA_VERSION = 1;

/** As schema/layers.schema.json has it. */
export function writeLayersJson({ trace, ...report }: LayersReport): string {
  const { subject, lineage } = trace;
  const { ancestors, end } = lineage;
  const numbered = {
    ...report,
    wasted: report.wasted.map(numberBoth),
    causes: report.causes.map(numberBoth),
    leftovers: report.leftovers.map((one) => ({ ...one, layer: layerNumber(one.layer) })),
  };
  return `${JSON.stringify({ schemaVersion: LAYERS_SCHEMA_VERSION, subject, ancestors, end, ...numbered }, null, 2)}\n`;
}

function numberBoth<T extends { readonly layer: number; readonly by: number }>(one: T): T {
  return { ...one, layer: layerNumber(one.layer), by: layerNumber(one.by) };
}

import type { FilesReport } from '../model/layers-report.ts';
import { layerNumber } from './layer-number.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const FILES_SCHEMA_VERSION = 1;

/** As schema/files.schema.json has it. */
export function writeFilesJson({ trace, ...report }: FilesReport): string {
  const { subject, lineage } = trace;
  const { ancestors, end } = lineage;
  const files = report.files.map((file) => ({ ...file, layer: layerNumber(file.layer) }));
  return `${JSON.stringify({ schemaVersion: FILES_SCHEMA_VERSION, subject, ancestors, end, ...report, files }, null, 2)}\n`;
}

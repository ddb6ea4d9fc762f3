import type { DiffedFile, DiffSide, ImagesDiff } from '../model/images-diff.ts';
import { layerNumber } from './layer-number.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const DIFF_SCHEMA_VERSION = 1;

/** As schema/diff.schema.json has it. */
export function writeDiffJson({ same, a, b, ...rest }: ImagesDiff): string {
  const files = rest.files?.map((file) => ({ ...file, a: numbered(file.a), b: numbered(file.b) })) ?? null;
  return `${JSON.stringify({ schemaVersion: DIFF_SCHEMA_VERSION, same, a: sideOf(a), b: sideOf(b), ...rest, files }, null, 2)}\n`;
}

function numbered(file: DiffedFile | null): DiffedFile | null {
  return file === null ? null : { ...file, layer: layerNumber(file.layer) };
}

function sideOf({ trace, ...rest }: DiffSide): object {
  const { ancestors, end } = trace.lineage;
  return { subject: trace.subject, ancestors, end, ...rest };
}

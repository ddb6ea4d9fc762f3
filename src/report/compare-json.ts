import type { ComparedImage, Comparison } from '../model/comparison.ts';
import { coverageOfScan } from './coverage-json.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const COMPARE_SCHEMA_VERSION = 1;

/** As schema/compare.schema.json has it. */
export function writeCompareJson({ images, changes }: Comparison): string {
  return `${JSON.stringify({ schemaVersion: COMPARE_SCHEMA_VERSION, images: images.map(rowOf), changes }, null, 2)}\n`;
}

function rowOf({ scan, ...row }: ComparedImage): object {
  const { from, build, problems, trace } = scan.inventory;
  const { ancestors, end } = trace.lineage;
  return {
    ...row,
    ...coverageOfScan(scan),
    from,
    build,
    ancestors: ancestors.map(({ reference, digest }) => ({ reference, digest })),
    end,
    problems,
  };
}

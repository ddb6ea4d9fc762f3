import type { ComparedImage, Comparison } from '../../model/comparison.ts';
import type { CompareFormat } from '../compare-format.ts';
import { coverageOfScan } from '../coverage-json.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const COMPARE_SCHEMA_VERSION = 1;

/** As schema/compare.schema.json has it. */
export const json = {
  id: 'json',
  summary: 'as schema/compare.schema.json has it',
  write: (comparison) => `${JSON.stringify(documentOf(comparison), null, 2)}\n`,
} as const satisfies CompareFormat;

function documentOf({ images, changes }: Comparison): object {
  return { schemaVersion: COMPARE_SCHEMA_VERSION, images: images.map(rowOf), changes };
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

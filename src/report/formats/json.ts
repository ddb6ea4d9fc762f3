import type { Trace } from '../../model/trace.ts';
import type { Format } from '../format.ts';

/** One object as schema/trace.schema.json has it; where every platform was asked for, a list of them. */
export const json = {
  id: 'json',
  summary: 'everything, for machines (schema/trace.schema.json)',
  write: (traces, view) => `${JSON.stringify(view.all ? traces.map(documentOf) : documentOf(traces[0]), null, 2)}\n`,
} as const satisfies Format;

/** Counted up where a field changes its meaning or goes; new fields may come at any time. */
export const TRACE_SCHEMA_VERSION = 1;

function documentOf(trace: Trace | undefined): object {
  if (trace === undefined) return {};
  const { subject, lineage, layers, lenders } = trace;
  const { ancestors, end, ...rest } = lineage;
  return { schemaVersion: TRACE_SCHEMA_VERSION, subject, ancestors, end, ...rest, layers, lenders };
}

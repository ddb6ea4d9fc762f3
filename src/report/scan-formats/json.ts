import type { Scan } from '../../model/scan.ts';
import { coverageOfScan } from '../coverage-json.ts';
import { layerNumber } from '../layer-number.ts';
import type { ScanFormat } from '../scan-format.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const SCAN_SCHEMA_VERSION = 1;

/** As schema/scan.schema.json has it. */
export const json = {
  id: 'json',
  summary: 'as schema/scan.schema.json has it',
  write: (scan) => `${JSON.stringify(documentOf(scan), null, 2)}\n`,
} as const satisfies ScanFormat;

function documentOf(scan: Scan): object {
  const { inventory, findings, coverage, ended, support } = scan;
  const { trace, from, build, created, distribution, packages, problems } = inventory;
  const { ancestors, end } = trace.lineage;
  return {
    schemaVersion: SCAN_SCHEMA_VERSION,
    subject: trace.subject,
    ancestors,
    end,
    from,
    build,
    created,
    distribution,
    support,
    ended,
    ...coverageOfScan(scan),
    packages: packages.map(({ purl, layer, owner, declared }, at) => {
      const { ecosystem = null, by = 'none', date = null } = coverage[at] ?? {};
      return { purl, layer: layer === null ? null : layerNumber(layer), owner, declared, coverage: { ecosystem, by, date } };
    }),
    findings: findings.map(({ package: found, ...finding }) => ({
      ...finding,
      layer: finding.layer === null ? null : layerNumber(finding.layer),
      package: { type: found.type, namespace: found.namespace, name: found.name, version: found.version, source: found.source },
      paths: found.locations.map(({ path }) => path),
    })),
    problems,
  };
}

import type { InventoryPackage, Scan, ScannedFinding } from '../model/scan.ts';
import type { Coverage } from '../model/finding.ts';
import { coverageOfScan } from './coverage-json.ts';
import { layerNumber } from './layer-number.ts';
import { ownerName } from './owner-name.ts';
import { remedyText } from './remedy-text.ts';
import { countByOwner } from './scan-summary.ts';
import { surfaceMember } from './surface-json.ts';

/** Counted up where a member changes its meaning or goes; new ones may come at any time. */
const SCAN_SCHEMA_VERSION = 1;

/** All of a scan, as schema/scan.schema.json has it. */
export function scanDocument(scan: Scan): object {
  const { inventory, findings, selection = null, suppressed, coverage, ended, support } = scan;
  const { trace, from, build, created, distribution, packages, bytes, surface, problems } = inventory;
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
    counts: countByOwner(scan).map(({ name, ...count }) => ({ ...count, broughtBy: name })),
    packages: packages.map((one, at) => packageMember(one, coverage[at])),
    selection,
    findings: findings.map((finding) => findingMember(finding, scan)),
    bytes,
    surface: surface === null ? null : surfaceMember(surface),
    suppressed: suppressed.map(({ finding, by }) => ({ finding: findingMember(finding, scan), by })),
    problems,
  };
}

function packageMember({ purl, layer, owner, declared }: InventoryPackage, coverage: Coverage | undefined): object {
  const { ecosystem = null, by = 'none', date = null } = coverage ?? {};
  return { purl, layer: layer === null ? null : layerNumber(layer), owner, declared, coverage: { ecosystem, by, date } };
}

function findingMember(finding: ScannedFinding, scan: Scan): object {
  const { package: found, ...rest } = finding;
  return {
    ...rest,
    layer: rest.layer === null ? null : layerNumber(rest.layer),
    broughtBy: ownerName(rest.owner, scan.inventory.trace),
    advice: remedyText(finding, scan),
    package: { type: found.type, namespace: found.namespace, name: found.name, version: found.version, source: found.source },
    paths: found.locations.map(({ path }) => path),
  };
}

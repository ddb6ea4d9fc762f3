import type { FindingLevel } from '../../model/finding.ts';
import type { Scan, ScannedFinding } from '../../model/scan.ts';
import { advisorySource } from '../advisory-links.ts';
import { coverageLines } from '../coverage-text.ts';
import { ownerName } from '../owner-name.ts';
import { remedyText } from '../remedy-text.ts';
import { fingerprintsOf } from '../scan-fingerprint.ts';
import { scanTime, type ScanFormat, type ScanView } from '../scan-format.ts';
import { suppressedText } from '../suppressed-text.ts';
import { printable } from '../words.ts';

/** Of GitLab's security report schemas; it takes all of its major version. */
const SCHEMA_VERSION = '15.2.1';

/**
 * GitLab's container scanning report. It demands the times of the scan's start and end: that of `--timestamp`, else when the image was
 * made, else the epoch.
 */
export const gitlab = {
  id: 'gitlab',
  summary: 'GitLab’s container scanning report, schema 15',
  write: (scan, view) => `${JSON.stringify(documentOf(scan, view), null, 2)}\n`,
} as const satisfies ScanFormat;

function documentOf(scan: Scan, view: ScanView): object {
  const { inventory, findings, ended } = scan;
  const time = scanTime(scan, view).replace(/Z$/, '');
  const tool = { id: 'fromage', name: 'fromage', version: view.version, vendor: { name: 'fromage' } };
  const notes = [
    ...coverageLines(scan),
    ...(scan.suppressed.length === 0 ? [] : [suppressedText(scan)]),
    ...ended.map(({ product, cycle, on }) => `Support of ${product} ${cycle} has ended${on === null ? '' : `, ${on}`}.`),
  ];
  const fingerprints = fingerprintsOf(scan);
  return {
    version: SCHEMA_VERSION,
    scan: {
      analyzer: tool,
      scanner: tool,
      type: 'container_scanning',
      start_time: time,
      end_time: time,
      status: 'success',
      messages: [
        ...inventory.problems.map(({ message, incomplete }) => ({ level: incomplete ? 'warn' : 'info', value: printable(message) })),
        ...notes.map((value) => ({ level: 'info', value })),
      ].filter(({ value }) => value !== ''),
    },
    vulnerabilities: findings.map((finding, at) => vulnerabilityOf(finding, fingerprints[at] ?? '', scan)),
  };
}

const SEVERITIES: Readonly<Record<FindingLevel, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  none: 'Info',
  unknown: 'Unknown',
};

function vulnerabilityOf(finding: ScannedFinding, fingerprint: string, scan: Scan): object {
  const { id, aliases, package: found, level, rating, fixedIn, layer, line, remedy } = finding;
  const { trace, build } = scan.inventory;
  const name = printable(found.name);
  const solution = remedyText(finding, scan);
  return {
    id: uuidOf(fingerprint),
    name: cut(printable(id), 255),
    description: markdownless(`${printable(id)} in ${name} ${printable(found.version ?? '')}`.trimEnd()),
    severity: SEVERITIES[level],
    solution: cut(solution, 7000),
    identifiers: [id, ...aliases].map(identifierOf),
    ...(rating?.vector == null || !/^CVSS:3\.[01]\//.test(rating.vector)
      ? {}
      : { cvss_vectors: [{ vendor: rating.source, vector: rating.vector }] }),
    links: [{ url: advisorySource(id).url }],
    details: {
      brought_by: detail('Brought by', ownerName(finding.owner, trace)),
      ...(layer === null ? {} : { layer: detail('Layer', layer + 1) }),
      ...(line === null ? {} : { line: detail('Line of the Dockerfile', line) }),
      remedy: detail('Remedy', remedy),
      ...(fixedIn.length === 0 ? {} : { fixed_in: detail('Fixed in', printable(fixedIn.join(', '))) }),
      purl: detail('Package URL', finding.purl),
    },
    location: {
      dependency: { package: { name }, version: printable(found.version ?? '') },
      operating_system: systemName(scan),
      image: printable(build),
    },
  };
}

/** As GitLab’s own analyzers name it: `debian:13`. */
function systemName({ inventory: { distribution } }: Scan): string {
  if (distribution === null) return 'unknown';
  const { id, versionId } = distribution;
  return printable(versionId === null ? id : `${id}:${versionId}`) || 'unknown';
}

/** The type is what tells GitLab that two scanners mean the same. */
function identifierOf(id: string): object {
  const type = /^([A-Za-z]+)-/.exec(id)?.[1]?.toLowerCase() ?? 'fromage';
  return { type, name: printable(id), value: printable(id), url: advisorySource(id).url };
}

function detail(name: string, value: string | number): object {
  return { name, type: 'value', value };
}

/** RFC 9562, version 8: 122 bits of our own. */
function uuidOf(fingerprint: string): string {
  const [, a = '', b = '', c = '', d = '', e = ''] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/.exec(fingerprint) ?? [];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}

/** GitLab reads descriptions as its Markdown. */
function markdownless(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

import type { Scan, ScannedFinding } from '../../model/scan.ts';
import { purlOfImage } from '../cyclonedx-document.ts';
import { remedyText } from '../remedy-text.ts';
import { scanTime, type ScanFormat, type ScanView } from '../scan-format.ts';

/**
 * OpenVEX 0.2.0: a statement for each vulnerability and remedy. The image is the product where it has a purl, which needs a registry's
 * digest; else its packages are. The format demands a time: that of `--timestamp`, else when the image was made, else the epoch.
 */
export const openvex = {
  id: 'openvex',
  summary: 'OpenVEX 0.2.0',
  write: (scan, view) => `${JSON.stringify(documentOf(scan, view), null, 2)}\n`,
} as const satisfies ScanFormat;

function documentOf(scan: Scan, view: ScanView): object {
  const { subject } = scan.inventory.trace;
  const name = subject.manifestDigest ?? subject.configDigest ?? scan.inventory.build;
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:fromage:vex:${encodeURIComponent(name.toWellFormed())}`,
    author: 'fromage scan',
    role: 'scanner',
    timestamp: scanTime(scan, view),
    version: 1,
    tooling: `fromage ${view.version}`,
    statements: statementsOf(scan),
  };
}

function statementsOf(scan: Scan): readonly object[] {
  const { subject } = scan.inventory.trace;
  const { purl } = purlOfImage(subject.reference, subject.manifestDigest);
  const groups = Map.groupBy(scan.findings, (finding) => `${finding.id}\n${statusOf(finding)}\n${remedyText(finding, scan)}`);
  return [...groups.values()]
    .flatMap((findings): readonly Statement[] => {
      const [first] = findings;
      return first === undefined ? [] : [statementOf(first, findings, purl ?? null, scan)];
    })
    .toSorted((a, b) => (a.vulnerability.name < b.vulnerability.name ? -1 : a.vulnerability.name > b.vulnerability.name ? 1 : 0));
}

interface Statement {
  readonly vulnerability: { readonly name: string };
  readonly [field: string]: unknown;
}

function statementOf(first: ScannedFinding, findings: readonly ScannedFinding[], image: string | null, scan: Scan): Statement {
  const aliases = [...new Set(findings.flatMap((one) => one.aliases))];
  const packages = [...new Set(findings.map(({ purl }) => purl))].map((purl) => ({ '@id': purl, identifiers: { purl } }));
  const status = statusOf(first);
  const text = remedyText(first, scan);
  return {
    vulnerability: { name: first.id, ...(aliases.length === 0 ? {} : { aliases }) },
    products: image === null ? packages : [{ '@id': image, identifiers: { purl: image }, subcomponents: packages }],
    status,
    ...(status === 'affected' ? { action_statement: text } : { status_notes: text }),
  };
}

/** A version that an advisory names is affected, whether or not it can be exploited here. */
function statusOf({ status }: ScannedFinding): 'affected' | 'under_investigation' {
  return status === 'undetermined' ? 'under_investigation' : 'affected';
}

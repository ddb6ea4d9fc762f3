import type { Scan, ScannedFinding } from '../../model/scan.ts';
import type { SuppressedBy } from '../../model/suppression.ts';
import { purlOfImage } from '../cyclonedx-document.ts';
import { remedyText } from '../remedy-text.ts';
import { suppressionReason } from '../suppressed-text.ts';
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

interface Statement {
  readonly vulnerability: { readonly name: string };
  readonly [field: string]: unknown;
}

/** What is said of a finding, beside which it is of. */
type Word = Readonly<Record<string, string>>;

function statementsOf(scan: Scan): readonly object[] {
  const { subject } = scan.inventory.trace;
  const image = purlOfImage(subject.reference, subject.manifestDigest).purl ?? null;
  const said = [
    ...scan.findings.map((finding) => ({ finding, word: wordOf(finding, scan) })),
    ...scan.suppressed.map(({ finding, by }) => ({ finding, word: suppressedWord(by) })),
  ];
  const groups = Map.groupBy(said, ({ finding, word }) => `${finding.id}\n${JSON.stringify(word)}`);
  return [...groups.values()]
    .flatMap((of): readonly Statement[] => {
      const findings = of.map(({ finding }) => finding);
      const [first] = of;
      return first === undefined ? [] : [{ ...subjectOf(first.finding.id, findings, image), ...first.word }];
    })
    .toSorted((a, b) => (a.vulnerability.name < b.vulnerability.name ? -1 : a.vulnerability.name > b.vulnerability.name ? 1 : 0));
}

function subjectOf(id: string, findings: readonly ScannedFinding[], image: string | null): Statement {
  const aliases = [...new Set(findings.flatMap((one) => one.aliases))];
  const packages = [...new Set(findings.map(({ purl }) => purl))].map((purl) => ({ '@id': purl, identifiers: { purl } }));
  return {
    vulnerability: { name: id, ...(aliases.length === 0 ? {} : { aliases }) },
    products: image === null ? packages : [{ '@id': image, identifiers: { purl: image }, subcomponents: packages }],
  };
}

/** A version that an advisory names is affected, whether or not it can be exploited here. */
function wordOf(finding: ScannedFinding, scan: Scan): Word {
  const text = remedyText(finding, scan);
  const isOpen = finding.status === 'undetermined' || finding.vex?.status === 'under_investigation';
  return isOpen ? { status: 'under_investigation', status_notes: text } : { status: 'affected', action_statement: text };
}

/** As the VEX document that was gone by has it; a rule of an ignore file says that nothing will be done, not that nothing is. */
function suppressedWord(by: SuppressedBy): Word {
  const text = `${by.source}: ${suppressionReason(by)}`;
  if (by.kind === 'ignore') return { status: 'affected', action_statement: `Ignored. ${text}` };
  if (by.status !== 'not_affected') return { status: 'fixed', status_notes: text };
  const justification = by.justification !== null && JUSTIFICATIONS.has(by.justification) ? { justification: by.justification } : {};
  return { status: 'not_affected', ...justification, impact_statement: text };
}

/** OpenVEX, "Status Justifications". */
const JUSTIFICATIONS: ReadonlySet<string> = new Set([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
]);

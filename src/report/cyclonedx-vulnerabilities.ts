import type { Rating } from '../model/advisory.ts';
import type { Scan, ScannedFinding, SuppressedFinding } from '../model/scan.ts';
import type { SuppressedBy } from '../model/suppression.ts';
import { advisorySource } from './advisory-links.ts';
import { remedyText } from './remedy-text.ts';
import { suppressionReason } from './suppressed-text.ts';

/** Names the components that a vulnerability is in. */
export type RefOf = (finding: ScannedFinding) => string;

/**
 * Findings as CycloneDX 1.6 has them, one for each vulnerability, in the order of their ids. A VEX says of each also what is to be done
 * (`analysis`): that a version is affected is all that is known, so it `may be` exploitable.
 */
export function cyclonedxVulnerabilities(scan: Scan, refOf: RefOf, { isVex }: { readonly isVex: boolean }): readonly object[] {
  const open = [...Map.groupBy(scan.findings, ({ id }) => id)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, findings]) => vulnerabilityOf(id, findings, scan, refOf, isVex ? openAnalysis(findings) : null));
  return [...open, ...suppressedOf(scan, refOf)];
}

/** What does not count is told with why, after what does. */
function suppressedOf(scan: Scan, refOf: RefOf): readonly object[] {
  const groups = Map.groupBy(scan.suppressed, ({ finding, by }) => `${finding.id}\n${JSON.stringify(by)}`);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, of]: readonly [string, readonly SuppressedFinding[]]) => {
      const [first] = of;
      if (first === undefined) return [];
      const findings = of.map(({ finding }) => finding);
      return [vulnerabilityOf(first.finding.id, findings, scan, refOf, suppressedAnalysis(first.by))];
    });
}

function openAnalysis(findings: readonly ScannedFinding[]): object {
  return { state: 'exploitable', response: [hasFix(findings) ? 'update' : 'can_not_fix'] };
}

/** An ignore file says that nobody will mend it, not that it is no danger. */
function suppressedAnalysis(by: SuppressedBy): object {
  const detail = `${by.source}: ${suppressionReason(by)}`;
  if (by.kind === 'ignore') return { state: 'exploitable', response: ['will_not_fix'], detail };
  if (by.status === 'fixed') return { state: 'resolved', detail };
  const justification = JUSTIFICATIONS[by.justification ?? ''];
  return { state: 'not_affected', ...(justification === undefined ? {} : { justification }), detail };
}

/** OpenVEX's words in CycloneDX's; both come from CISA's. */
const JUSTIFICATIONS: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
};

function vulnerabilityOf(id: string, findings: readonly ScannedFinding[], scan: Scan, refOf: RefOf, analysis: object | null): object {
  const aliases = [...new Set(findings.flatMap((one) => one.aliases))];
  const source = advisorySource(id);
  const published = findings.find((one) => one.published !== null)?.published ?? null;
  const remedies = [...new Set(findings.map(({ remedy }) => remedy))];
  return {
    id,
    source,
    ...(aliases.length === 0 ? {} : { references: aliases.map((alias) => ({ id: alias, source: advisorySource(alias) })) }),
    ratings: ratingsOf(findings),
    recommendation: [...new Set(findings.map((one) => remedyText(one, scan)))].join(' '),
    advisories: [{ url: source.url }],
    ...(published === null ? {} : { published: `${published}T00:00:00Z` }),
    ...(analysis === null ? {} : { analysis }),
    affects: affectsOf(findings, refOf),
    properties: [...remedies.map((remedy) => ({ name: 'fromage:remedy', value: remedy })), ...weightOf(findings)],
  };
}

function hasFix(findings: readonly ScannedFinding[]): boolean {
  return findings.some(({ fixedIn }) => fixedIn.length > 0);
}

/** Each that counts for some package; unknown is said, not left out. */
function ratingsOf(findings: readonly ScannedFinding[]): readonly object[] {
  const ratings = findings.map(({ rating }) => (rating === null ? { severity: 'unknown' } : ratingOf(rating)));
  return [...new Map(ratings.map((rating) => [JSON.stringify(rating), rating])).values()];
}

function ratingOf({ source, vector, score, level }: Rating): object {
  const method = vector === null ? null : methodOf(vector);
  return {
    source: { name: source },
    ...(score === null ? {} : { score }),
    severity: level,
    ...(method === null ? {} : { method }),
    ...(vector === null ? {} : { vector }),
  };
}

function methodOf(vector: string): string {
  if (vector.startsWith('CVSS:4.')) return 'CVSSv4';
  if (vector.startsWith('CVSS:3.1/')) return 'CVSSv31';
  return vector.startsWith('CVSS:3.0/') ? 'CVSSv3' : 'CVSSv2';
}

/** A component once, with its version and those that mend it. */
function affectsOf(findings: readonly ScannedFinding[], refOf: RefOf): readonly object[] {
  return [...Map.groupBy(findings, refOf)].map(([ref, of]) => {
    const versions = [...new Set(of.flatMap((one) => one.package.version ?? []))];
    const fixed = [...new Set(of.flatMap(({ fixedIn }) => fixedIn))].filter((version) => !versions.includes(version));
    const told = [
      ...versions.map((version) => ({ version, status: 'affected' })),
      ...fixed.map((version) => ({ version, status: 'unaffected' })),
    ];
    return { ref, ...(told.length === 0 ? {} : { versions: told }) };
  });
}

function weightOf(findings: readonly ScannedFinding[]): readonly object[] {
  const exploited = findings.find((one) => one.exploited !== null)?.exploited ?? null;
  const chance = findings.find((one) => one.chance !== null)?.chance ?? null;
  return [
    ...(exploited === null ? [] : [{ name: 'fromage:exploited:since', value: exploited.since }]),
    ...(chance === null ? [] : [{ name: 'fromage:epss', value: String(chance.probability) }]),
  ];
}

import { type FindingLevel, worstLevel } from '../../model/finding.ts';
import type { EndedSupport, Scan, ScannedFinding } from '../../model/scan.ts';
import { advisorySource } from '../advisory-links.ts';
import { ownerName } from '../owner-name.ts';
import { remedyText } from '../remedy-text.ts';
import { escapeSarif, sarifFile, uriPath } from '../sarif-text.ts';
import { fingerprintsOf, hash128 } from '../scan-fingerprint.ts';
import type { ScanFormat, ScanView } from '../scan-format.ts';
import { count, printable, shortReference } from '../words.ts';

/** SARIF 2.1.0, with what GitHub's code scanning asks for beyond it: one rule a vulnerability, one result a package it is in. */
export const sarif = {
  id: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  write: (scan, view) => `${JSON.stringify(documentOf(scan, view), null, 2)}\n`,
} as const satisfies ScanFormat;

function documentOf(scan: Scan, view: ScanView): object {
  const { inventory, findings, suppressed, ended, ecosystems } = scan;
  const rules = rulesOf(scan);
  const places = new Map(rules.map(({ id }, at) => [id, at]));
  const fingerprints = fingerprintsOf(scan);
  const incomplete = inventory.problems.some((problem) => problem.incomplete);
  const run = {
    tool: { driver: { name: 'fromage', version: view.version, semanticVersion: view.version, rules } },
    // A category of its own for each image: GitHub takes a later run of the same for its successor.
    automationDetails: { id: `fromage/${printable(shortReference(inventory.build))}/` },
    invocations: [
      {
        executionSuccessful: !incomplete,
        ...(view.time === null ? {} : { endTimeUtc: view.time }),
        toolExecutionNotifications: inventory.problems.map(({ kind, message, incomplete: isGap }) => ({
          descriptor: { id: kind },
          level: isGap ? 'error' : 'note',
          message: { text: escapeSarif(message) },
        })),
      },
    ],
    artifacts: [{ location: { uri: imageUri(scan) }, roles: ['analysisTarget'], description: { text: 'the image that was scanned' } }],
    results: [
      ...findings.map((finding, at) => resultOf(finding, fingerprints[at] ?? '', places, scan, view)),
      ...ended.map((support) => endedResult(support, places, scan)),
    ],
    properties: {
      image: inventory.build,
      ancestors: inventory.trace.lineage.ancestors.map(({ reference }) => reference),
      end: inventory.trace.lineage.end,
      coverage: ecosystems,
      // Not among the results: GitHub shows what is suppressed there like all others.
      suppressed: suppressed.map(({ finding, by }) => ({ ruleId: finding.id, purl: finding.purl, ...by })),
    },
  };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
}

interface Rule {
  readonly id: string;
  readonly [field: string]: unknown;
}

const ENDED_RULE = 'end-of-life';

function rulesOf(scan: Scan): readonly Rule[] {
  const rules = [...Map.groupBy(scan.findings, ({ id }) => id)].map(([id, of]) => ruleOf(id, of, scan));
  if (scan.ended.length === 0) return rules;
  const text = 'Support has ended';
  const more = 'What gets no fixes any more collects vulnerabilities. Move to a release that is supported.';
  const rule = {
    id: ENDED_RULE,
    name: 'EndOfLife',
    shortDescription: { text },
    fullDescription: { text: `${text}. ${more}` },
    help: { text: more },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['end-of-life', 'maintenance'] },
  };
  return [...rules, rule];
}

function ruleOf(id: string, findings: readonly ScannedFinding[], scan: Scan): Rule {
  const names = [...new Set(findings.map((one) => printable(one.package.name)))].toSorted();
  const level = worstLevel(findings);
  const severity = securitySeverity(level, findings);
  const aliases = [...new Set(findings.flatMap((one) => one.aliases))];
  const { url } = advisorySource(id);
  const remedies = [...new Set(findings.map((one) => remedyText(one, scan)))];
  const text = `${printable(id)} in ${listed(names)}`;
  const also = aliases.length === 0 ? '' : ` Also known as ${aliases.map(printable).join(', ')}.`;
  return {
    id,
    name: 'KnownVulnerability',
    shortDescription: { text: escapeSarif(text).slice(0, 1024) },
    fullDescription: { text: escapeSarif(`${text}: severity ${level}.${also}`).slice(0, 1024) },
    helpUri: url,
    help: { text: escapeSarif(`${remedies.join('\n')}\n${url}`) },
    defaultConfiguration: { level: RESULT_LEVELS[level] },
    properties: {
      tags: ['security', 'vulnerability', level, ...(findings.some(({ exploited }) => exploited !== null) ? ['exploited'] : [])],
      precision: 'high',
      ...(severity === null ? {} : { 'security-severity': severity }),
    },
  };
}

function listed(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${count(names.length - 3, 'more', 'more')}`;
}

/** Unknown is no reason to look away: it warns. */
const RESULT_LEVELS: Readonly<Record<FindingLevel, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  none: 'note',
  unknown: 'warning',
};

/** GitHub knows levels by numbers alone (over 9.0 critical, from 7.0 high, from 4.0 medium): for a word without a number, the middle of its range. */
const MIDDLES: Readonly<Record<FindingLevel, number | null>> = { critical: 9.5, high: 8, medium: 5.5, low: 2, none: 0, unknown: null };

/** Null where the level is unknown: with no number, GitHub shows it by its warning. */
function securitySeverity(level: FindingLevel, findings: readonly ScannedFinding[]): string | null {
  const scores = findings.flatMap(({ rating }) => (rating !== null && rating.level === level ? (rating.score ?? []) : []));
  const score = scores.length === 0 ? MIDDLES[level] : Math.max(...scores);
  return score === null ? null : score.toFixed(1);
}

function resultOf(finding: ScannedFinding, fingerprint: string, places: ReadonlyMap<string, number>, scan: Scan, view: ScanView): object {
  const { id, package: found, purl, level, layer, line, remedy, owner, fixedIn, aliases } = finding;
  const whose = ownerName(owner, scan.inventory.trace);
  const path = found.locations[0]?.path;
  const text = `${printable(found.name)} ${printable(found.version ?? 'of an unknown version')} has ${printable(id)}. Brought by ${whose}${layer === null ? '' : `, layer ${layer + 1}`}. ${remedyText(finding, scan)}`;
  const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const physicalLocation =
    line !== null && view.dockerfile !== null
      ? { artifactLocation: sarifFile(view.dockerfile), region: { startLine: line } }
      : { artifactLocation: { uri: imageUri(scan), index: 0 }, region };
  return {
    ruleId: id,
    ruleIndex: places.get(id) ?? -1,
    level: RESULT_LEVELS[level],
    message: { text: escapeSarif(text) },
    locations: [
      {
        physicalLocation,
        logicalLocations: [{ name: found.name, fullyQualifiedName: purl, kind: 'package' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'fromage/v1': fingerprint },
    properties: {
      ancestor: whose,
      layer: layer === null ? null : layer + 1,
      remedy,
      severity: level,
      aliases,
      purl,
      version: found.version,
      fixedIn,
      path: path ?? null,
    },
  };
}

function endedResult({ product, cycle, on, owner }: EndedSupport, places: ReadonlyMap<string, number>, scan: Scan): object {
  const whose = ownerName(owner, scan.inventory.trace);
  const fingerprint = hash128([imageUri(scan), ENDED_RULE, product, cycle].join('\n'));
  return {
    ruleId: ENDED_RULE,
    ruleIndex: places.get(ENDED_RULE) ?? -1,
    level: 'error',
    message: { text: escapeSarif(`Support of ${product} ${cycle} has ended${on === null ? '' : `, ${on}`}. Brought by ${whose}.`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: imageUri(scan), index: 0 }, region: { startLine: 1 } } }],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'fromage/v1': fingerprint },
    properties: { ancestor: whose },
  };
}

/** GitHub wants a file for every result: the image stands for one, by its name. */
function imageUri({ inventory }: Scan): string {
  return uriPath(printable(inventory.build));
}

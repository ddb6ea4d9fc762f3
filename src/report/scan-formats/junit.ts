import type { Scan, ScannedFinding } from '../../model/scan.ts';
import type { SuppressedBy } from '../../model/suppression.ts';
import { coverageLines } from '../coverage-text.ts';
import { escapeXml } from '../cyclonedx-xml.ts';
import { remedyText } from '../remedy-text.ts';
import type { ScanFormat, ScanView } from '../scan-format.ts';
import { askedText, countByOwner, coveredText, type OwnerCount } from '../scan-summary.ts';
import { suppressionReason } from '../suppressed-text.ts';
import { printable, shortReference } from '../words.ts';

/**
 * JUnit's XML, as Jenkins and GitLab read it: a suite for each ancestor and one for the image itself, a failed case for each finding, a
 * skipped one for what the data cannot know. A suite in which nothing was found has a case that says so, for readers refuse empty ones.
 */
export const junit = {
  id: 'junit',
  summary: 'JUnit XML: a failed test for each finding',
  write: (scan, view) => `${linesOf(scan, view).join('\n')}\n`,
} as const satisfies ScanFormat;

interface Case {
  readonly className: string;
  readonly name: string;
  readonly result:
    | null
    | { readonly kind: 'failure'; readonly type: string; readonly message: string; readonly text: string }
    | { readonly kind: 'skipped'; readonly message: string };
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function linesOf(scan: Scan, { time }: ScanView): readonly string[] {
  const suites = [...countByOwner(scan).map((count) => suiteOf(count, scan)), coverageSuite(scan)].filter(({ cases }) => cases.length > 0);
  const stamp = time === null ? '' : ` timestamp="${escapeXml(time.replace(/Z$/, ''))}"`;
  const name = escapeXml(printable(shortReference(scan.inventory.build)));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${countsOf(suites.flatMap(({ cases }) => cases))} errors="0" time="0">`,
    ...suites.flatMap((suite) => suiteLines(suite, stamp)),
    '</testsuites>',
  ];
}

function suiteOf(count: OwnerCount, scan: Scan): Suite {
  const { owner, name } = count;
  const cases = [
    ...scan.findings.filter((one) => one.owner === owner).map((finding) => caseOf(finding, scan)),
    ...scan.suppressed.filter(({ finding }) => finding.owner === owner).map(({ finding, by }) => suppressedCase(finding, by)),
    ...scan.ended
      .filter((one) => one.owner === owner)
      .map(({ product, cycle, on }): Case => {
        const message = `support of ${product} ${cycle} has ended${on === null ? '' : `, ${on}`}`;
        return {
          className: product,
          name: `${product} ${cycle} is supported`,
          result: { kind: 'failure', type: 'end-of-life', message, text: message },
        };
      }),
  ];
  return { name, cases: cases.length === 0 ? [emptyCase(count, scan)] : cases };
}

/** It passed where the data knows all that there is; where it does not, that nothing was found proves nothing. */
function emptyCase({ packages, covered }: OwnerCount, { selection }: Scan): Case {
  const message = packages === 0 ? 'no package of it is known' : coveredText({ packages, covered });
  const isCovered = packages > 0 && covered === packages;
  const name = selection === undefined ? '0 known vulnerabilities' : `0 vulnerabilities shown (${askedText(selection)})`;
  return { className: 'fromage', name, result: isCovered ? null : { kind: 'skipped', message } };
}

function caseOf(finding: ScannedFinding, scan: Scan): Case {
  const { id, package: found, purl, level, aliases, layer, rating } = finding;
  const message = `${level}: ${id} in ${found.name} ${found.version ?? '?'}. ${remedyText(finding, scan)}`;
  const text = [
    remedyText(finding, scan),
    `package: ${purl}`,
    `severity: ${level}${rating === null ? '' : `, by ${rating.source}`}`,
    ...(aliases.length === 0 ? [] : [`also known as: ${aliases.join(', ')}`]),
    ...(layer === null ? [] : [`layer: ${layer + 1}`]),
    ...found.locations.map(({ path }) => `file: /${path}`),
  ];
  return {
    className: `${found.type}.${found.name}`,
    name: `${found.name} ${found.version ?? '?'} has not ${id}`,
    result: { kind: 'failure', type: level, message: printable(message), text: text.map(printable).join('\n') },
  };
}

function suppressedCase({ id, package: found }: ScannedFinding, by: SuppressedBy): Case {
  const message = printable(`suppressed by ${by.source}: ${suppressionReason(by)}`);
  return {
    className: `${found.type}.${found.name}`,
    name: `${found.name} ${found.version ?? '?'} has not ${id}`,
    result: { kind: 'skipped', message },
  };
}

/** What no advisory is about was not tested: that is told by a case of its own. */
function coverageSuite(scan: Scan): Suite {
  const lines = coverageLines(scan);
  return {
    name: 'coverage',
    cases: scan.ecosystems.map(({ ecosystem, packages, covered }, at): Case => {
      const message = lines[at] ?? '';
      return { className: 'coverage', name: ecosystem ?? 'no feed', result: covered === packages ? null : { kind: 'skipped', message } };
    }),
  };
}

function countsOf(cases: readonly Case[]): string {
  const of = (kind: string) => cases.filter(({ result }) => result?.kind === kind).length;
  return `tests="${cases.length}" failures="${of('failure')}" skipped="${of('skipped')}"`;
}

function suiteLines({ name, cases }: Suite, stamp: string): readonly string[] {
  return [
    `  <testsuite name="${escapeXml(printable(name))}" ${countsOf(cases)} errors="0" time="0"${stamp}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines({ className, name, result }: Case): readonly string[] {
  const open = `    <testcase classname="${escapeXml(printable(className))}" name="${escapeXml(printable(name))}" time="0"`;
  if (result === null) return [`${open}/>`];
  if (result.kind === 'skipped') return [`${open}>`, `      <skipped message="${escapeXml(result.message)}"/>`, '    </testcase>'];
  const { type, message, text } = result;
  return [
    `${open}>`,
    `      <failure type="${escapeXml(type)}" message="${escapeXml(message)}">${textOf(text)}</failure>`,
    '    </testcase>',
  ];
}

/** Lines stay lines between tags. */
function textOf(text: string): string {
  return text.split('\n').map(escapeXml).join('\n');
}

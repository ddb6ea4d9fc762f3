import { FINDING_LEVELS, sumCoverage } from '../../model/finding.ts';
import type { Scan, ScannedFinding } from '../../model/scan.ts';
import { coverageLines } from '../coverage-text.ts';
import type { ScanFormat } from '../scan-format.ts';
import { type FindingGroup, type FindingRow, groupFindings, REMEDY_WORDS } from '../scan-groups.ts';
import { countByOwner, endedText, knownText, type OwnerCount, systemText } from '../scan-summary.ts';
import type { Style } from '../style.ts';
import { suppressedText, suppressionReason } from '../suppressed-text.ts';
import { surfaceLines } from '../surface-text.ts';
import { type Column, textTable } from '../text-table.ts';
import { count, dayOf, printable, shortReference, wrap } from '../words.ts';

/** By ancestor first, then by who has to act, or as --by asks. */
export const table = {
  id: 'table',
  summary: 'by who has to act, for people',
  write(scan, { width, style, grouping, showSuppressed, surface }) {
    const problems = scan.inventory.problems.flatMap(({ message, incomplete }) =>
      wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, width).map((line) => (incomplete ? style.warn(line) : line)),
    );
    const parts = [
      headLines(scan, style),
      ownerTable(scan, width, style),
      coverageLines(scan).flatMap((line) => wrap(line, width)),
      ...groupFindings(scan, grouping).map((group) => groupLines(group, width, style)),
      showSuppressed === true ? suppressedLines(scan, width, style) : [],
      surfaceLines(scan, { width, style, all: surface === true }),
      problems,
    ];
    return `${parts
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  },
} as const satisfies ScanFormat;

function headLines(scan: Scan, style: Style): readonly string[] {
  const { inventory, ended, coverage } = scan;
  const { system, support } = systemText(scan);
  const life = support === null ? '' : `, ${scan.support?.ended === true ? style.bad(support) : support}`;
  const covered = sumCoverage(coverage).covered;
  const day = dayOf(inventory.created);
  return [
    `${style.title(printable(shortReference(inventory.build)))}${day === null ? '' : `, built ${day}`}`,
    `${system}${life} · ${count(inventory.packages.length, 'package')}, ${covered} covered`,
    ...ended.map((one) => style.bad(endedText(one))),
    knownText(scan),
    ...(scan.suppressed.length === 0 ? [] : [`${suppressedText(scan)}; --show-suppressed lists them`]),
  ];
}

/** How many of each ancestor, the base first. */
function ownerTable(scan: Scan, width: number, style: Style): readonly string[] {
  const rows = countByOwner(scan).filter(({ total }) => total > 0);
  if (rows.length === 0) return [];
  const levels = FINDING_LEVELS.map(
    (level): Column<OwnerCount> => ({ head: level.toUpperCase(), right: true, cell: (row) => String(row.levels[level]) }),
  );
  const [head, ...lines] = textTable(rows, [...levels, { head: 'BROUGHT BY', cell: ({ name }) => name }], width);
  return [style.dim(head), ...lines];
}

function groupLines({ title, remedy, rows }: FindingGroup, width: number, style: Style): readonly string[] {
  const [head, ...lines] = textTable(
    rows,
    [
      { head: 'LEVEL', cell: ({ finding }) => levelText(finding) },
      { head: 'ID', cell: ({ finding }) => printable(finding.id), max: 24 },
      { head: 'INSTALLED', cell: ({ finding }) => printable(finding.package.version ?? '?'), max: 24 },
      { head: 'FIXED IN', cell: ({ finding }) => printable(finding.fixedIn.join(', ') || finding.status || '-'), max: 24 },
      ...(remedy === null ? [{ head: 'DO', cell: ({ finding }: FindingRow) => REMEDY_WORDS[finding.remedy] }] : []),
      { head: 'PACKAGE', cell: ({ names }) => printable(names.join(', ')) },
    ],
    width,
  );
  return [style.title(title), style.dim(head), ...lines.map((line, at) => tinted(line, rows[at]?.finding, style))];
}

function suppressedLines({ suppressed }: Scan, width: number, style: Style): readonly string[] {
  if (suppressed.length === 0) return [];
  const [head, ...lines] = textTable(
    suppressed,
    [
      { head: 'LEVEL', cell: ({ finding }) => levelText(finding) },
      { head: 'ID', cell: ({ finding }) => printable(finding.id), max: 24 },
      { head: 'PACKAGE', cell: ({ finding }) => printable(finding.package.name), max: 24 },
      { head: 'BY', cell: ({ by }) => printable(by.source), max: 40 },
      { head: 'WHY', cell: ({ by }) => printable(suppressionReason(by)) },
    ],
    width,
  );
  return [style.title(`Suppressed (${suppressed.length})`), style.dim(head), ...lines.map((line) => style.dim(line))];
}

function levelText({ level, exploited }: ScannedFinding): string {
  return exploited === null ? level : `${level}, exploited`;
}

function tinted(line: string, finding: ScannedFinding | undefined, style: Style): string {
  if (finding === undefined) return line;
  if (finding.level === 'critical' || finding.exploited !== null) return style.bad(line);
  return finding.level === 'high' ? style.warn(line) : line;
}

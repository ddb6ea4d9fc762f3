import type { FindingLevel } from '../../model/finding.ts';
import type { Remedy, Scan, ScannedFinding } from '../../model/scan.ts';
import { coverageLines } from '../coverage-text.ts';
import { ownerName } from '../owner-name.ts';
import type { ScanFormat } from '../scan-format.ts';
import type { Style } from '../style.ts';
import { textTable } from '../text-table.ts';
import { count, dayOf, printable, shortReference, wrap } from '../words.ts';

/** By ancestor first, then by who has to act. */
export const table = {
  id: 'table',
  summary: 'by who has to act, for people',
  write(scan, { width, style }) {
    const problems = scan.inventory.problems.flatMap(({ message, incomplete }) =>
      wrap(`${incomplete ? 'incomplete' : 'note'}: ${printable(message)}`, width).map((line) => (incomplete ? style.warn(line) : line)),
    );
    const parts = [
      headLines(scan, style),
      ownerTable(scan, width, style),
      coverageLines(scan).flatMap((line) => wrap(line, width)),
      ...REMEDIES.map((remedy) => remedyLines(scan, remedy, width, style)),
      problems,
    ];
    return `${parts
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`;
  },
} as const satisfies ScanFormat;

const REMEDIES: readonly Remedy[] = ['upgrade', 'rebuild', 'move', 'wait'];
const LEVELS: readonly FindingLevel[] = ['critical', 'high', 'medium', 'low', 'none', 'unknown'];

function headLines({ inventory, support, ended, findings, coverage }: Scan, style: Style): readonly string[] {
  const { distribution, packages, build, created } = inventory;
  const root = distribution === null ? 'the root file system says no distribution' : printable(distribution.name);
  const life =
    support === null
      ? ''
      : `, ${support.ended ? style.bad(`support ended ${support.on ?? ''}`.trim()) : `supported until ${support.on ?? '?'}`}`;
  const covered = coverage.filter(({ by }) => by !== 'none').length;
  const ids = new Set(findings.map(({ id }) => id));
  const over = ended.map(({ product, cycle, on }) => style.bad(`support of ${product} ${cycle} has ended${on === null ? '' : `, ${on}`}`));
  const day = dayOf(created);
  return [
    `${style.title(printable(shortReference(build)))}${day === null ? '' : `, built ${day}`}`,
    `${root}${life} · ${count(packages.length, 'package')}, ${covered} covered`,
    ...over,
    ids.size === 0
      ? `0 known (${covered} of ${count(packages.length, 'package')} covered)`
      : `${count(ids.size, 'vulnerability', 'vulnerabilities')} in ${count(new Set(findings.map(({ purl }) => purl)).size, 'package')}`,
  ];
}

/** How many of each ancestor, worst first; a vulnerability counts once for each package it is in. */
function ownerTable({ findings, inventory }: Scan, width: number, style: Style): readonly string[] {
  if (findings.length === 0) return [];
  const rows = [...Map.groupBy(findings, ({ owner }) => owner)].toSorted(([a], [b]) => rank(b) - rank(a));
  const [head, ...lines] = textTable(
    rows,
    [
      ...LEVELS.map((level) => ({
        head: level.toUpperCase(),
        right: true,
        cell: ([, of]: (typeof rows)[number]) => String(of.filter((one) => one.level === level).length),
      })),
      { head: 'BROUGHT BY', cell: ([owner]) => ownerName(owner, inventory.trace) },
    ],
    width,
  );
  return [style.dim(head), ...lines];
}

/** The base first, this image last; what is nobody's at the end. */
function rank(owner: ScannedFinding['owner']): number {
  if (owner === null) return -2;
  return owner === 'own' ? -1 : owner;
}

interface Row {
  readonly finding: ScannedFinding;
  readonly names: readonly string[];
}

function remedyLines(scan: Scan, remedy: Remedy, width: number, style: Style): readonly string[] {
  const findings = scan.findings.filter((one) => one.remedy === remedy);
  if (findings.length === 0) return [];
  const groups = [...Map.groupBy(findings, (one) => jobOf(remedy, one)).values()];
  return groups.flatMap((of, at) => {
    const [first] = of;
    if (first === undefined) return [];
    const rows = rowsOf(of);
    const [head, ...lines] = textTable(
      rows,
      [
        { head: 'LEVEL', cell: ({ finding }) => levelText(finding) },
        { head: 'ID', cell: ({ finding }) => printable(finding.id), max: 24 },
        { head: 'INSTALLED', cell: ({ finding }) => printable(finding.package.version ?? '?'), max: 24 },
        { head: 'FIXED IN', cell: ({ finding }) => printable(finding.fixedIn.join(', ') || finding.status || '-'), max: 24 },
        { head: 'PACKAGE', cell: ({ names }) => printable(names.join(', ')) },
      ],
      width,
    );
    return [
      ...(at === 0 ? [] : ['']),
      style.title(titleOf(remedy, first, of, scan)),
      style.dim(head),
      ...lines.map((line, at) => tinted(line, rows[at]?.finding, style)),
    ];
  });
}

/** What one person does at once: a rebuild mends what all ancestors brought, an upgrade what one line did. */
function jobOf(remedy: Remedy, { owner, line }: ScannedFinding): string {
  if (remedy === 'rebuild' && owner !== null) return 'rebuild';
  return `${String(owner)} ${String(line)}`;
}

function titleOf(
  remedy: Remedy,
  { owner, line }: ScannedFinding,
  findings: readonly ScannedFinding[],
  { inventory, support }: Scan,
): string {
  const name = ownerName(owner, inventory.trace);
  const whose = owner === 'own' ? (line === null ? 'yours' : `your line ${line}`) : name;
  const many = rowsOf(findings).length;
  if (remedy === 'upgrade') return `Upgrade, ${whose} (fixes ${many})`;
  if (remedy === 'rebuild' && owner === null)
    return inventory.from === 'index'
      ? `Take a newer build of ${shortReference(inventory.build)} (fixes up to ${many})`
      : `Upgrade, or rebuild on a newer base: who brought it is not known (fixes ${many})`;
  if (remedy === 'rebuild')
    return `Rebuild on today’s ${ownerName(0, inventory.trace)} (fixes ${sharesOf(findings, inventory)}, where it has them by now)`;
  if (remedy === 'move')
    return `Move to another base than ${support === null ? name : `${support.product} ${support.cycle}`}: its support has ended, and there is no fix (${many})`;
  return `Wait for a fix, ${whose} (${many})`;
}

/** `22 of debian:12 and 4 of team/runtime:1`: the base first. */
function sharesOf(findings: readonly ScannedFinding[], { trace }: Scan['inventory']): string {
  const groups = [...Map.groupBy(findings, ({ owner }) => owner)].toSorted(([a], [b]) => rank(b) - rank(a));
  return groups.map(([owner, of]) => `${rowsOf(of).length} of ${ownerName(owner, trace)}`).join(' and ');
}

/** A vulnerability in packages that were built of one source is one row. */
function rowsOf(findings: readonly ScannedFinding[]): readonly Row[] {
  const groups = Map.groupBy(findings, ({ id, package: { type, name, source, version } }) =>
    [id, type, source?.name ?? name, version].join('\n'),
  );
  return [...groups.values()]
    .flatMap((of): readonly Row[] => {
      const [finding] = of;
      return finding === undefined ? [] : [{ finding, names: of.map((one) => nameOf(one)).toSorted() }];
    })
    .toSorted((a, b) => urgency(a) - urgency(b) || compareText(a, b));
}

/** What is exploited goes first, however severe it is said to be. */
function urgency({ finding: { exploited, level } }: Row): number {
  return exploited === null ? LEVELS.indexOf(level) : -1;
}

function compareText(a: Row, b: Row): number {
  const [x, y] = [a, b].map(({ finding, names }) => `${names[0] ?? ''} ${finding.id}`);
  return (x ?? '') < (y ?? '') ? -1 : 1;
}

function nameOf({ package: { type, namespace, name } }: ScannedFinding): string {
  return namespace === null || type === 'deb' || type === 'apk' || type === 'rpm' ? name : `${namespace}/${name}`;
}

function levelText({ level, exploited }: ScannedFinding): string {
  return exploited === null ? level : `${level}, exploited`;
}

function tinted(line: string, finding: ScannedFinding | undefined, style: Style): string {
  if (finding === undefined) return line;
  if (finding.level === 'critical' || finding.exploited !== null) return style.bad(line);
  return finding.level === 'high' ? style.warn(line) : line;
}

import { FINDING_LEVELS } from '../model/finding.ts';
import { isOfDistribution } from '../model/package.ts';
import type { Remedy, Scan, ScannedFinding } from '../model/scan.ts';
import { ownerName } from './owner-name.ts';
import { baseFirst } from './scan-summary.ts';
import { printable, shortReference } from './words.ts';

/** By what findings are put together. */
export type ScanGrouping = 'remedy' | 'layer' | 'package' | 'ancestor';

/** Findings under one title. */
export interface FindingGroup {
  /** For people. */
  readonly title: string;
  /** What is to be done, where that is what they have in common. */
  readonly remedy: Remedy | null;
  /** Exploited first, then worst first. */
  readonly rows: readonly FindingRow[];
}

/** A vulnerability in packages that were built of one source. */
export interface FindingRow {
  /** The first of them; the others differ in name and file alone. */
  readonly finding: ScannedFinding;
  /** Of the packages, with scope or group, sorted. */
  readonly names: readonly string[];
}

/** What each remedy asks for, in a word or two. */
export const REMEDY_WORDS: Readonly<Record<Remedy, string>> = { upgrade: 'upgrade', rebuild: 'rebuild', move: 'move', wait: 'wait' };

const REMEDIES: readonly Remedy[] = ['upgrade', 'rebuild', 'move', 'wait'];

/** All findings in groups: by who has to do what at once; or by layer, bottom first; by package; by ancestor, base first. */
export function groupFindings(scan: Scan, grouping: ScanGrouping): readonly FindingGroup[] {
  if (grouping === 'layer') return byLayer(scan);
  if (grouping === 'package') return byPackage(scan);
  if (grouping === 'ancestor') return byAncestor(scan);
  return REMEDIES.flatMap((remedy) => byJob(scan, remedy));
}

function byJob(scan: Scan, remedy: Remedy): readonly FindingGroup[] {
  const findings = scan.findings.filter((one) => one.remedy === remedy);
  return [...Map.groupBy(findings, (one) => jobOf(remedy, one)).values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : [{ title: jobTitle(remedy, first, of, scan), remedy, rows: rowsOf(of) }];
  });
}

/** What one person does at once: a rebuild mends what all ancestors brought, an upgrade what one line did. */
function jobOf(remedy: Remedy, { owner, line }: ScannedFinding): string {
  if (remedy === 'rebuild' && owner !== null) return 'rebuild';
  return `${String(owner)} ${String(line)}`;
}

function jobTitle(
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
  const groups = [...Map.groupBy(findings, ({ owner }) => owner)].toSorted(([a], [b]) => baseFirst(a, b));
  return groups.map(([owner, of]) => `${rowsOf(of).length} of ${ownerName(owner, trace)}`).join(' and ');
}

function byLayer({ findings, inventory: { trace } }: Scan): readonly FindingGroup[] {
  const groups = [...Map.groupBy(findings, ({ layer }) => layer)].toSorted(([a], [b]) => (a ?? Infinity) - (b ?? Infinity));
  return groups.map(([layer, of]) => {
    const traced = layer === null ? undefined : trace.layers[layer];
    const step = traced?.instruction == null ? '' : `: ${printable(traced.instruction)}`;
    const rows = rowsOf(of);
    if (layer === null) return { title: `Of an unknown layer (${rows.length})`, remedy: null, rows };
    return { title: `Layer ${layer + 1}, ${ownerName(of[0]?.owner ?? null, trace)} (${rows.length})${step}`, remedy: null, rows };
  });
}

/** The packages of one source together: a fix is theirs alike. */
function byPackage({ findings, inventory: { trace } }: Scan): readonly FindingGroup[] {
  const groups = Map.groupBy(findings, ({ package: { type, version }, owner, package: found }) =>
    [type, sourceName(found), version, owner].join('\n'),
  );
  return [...groups.values()]
    .flatMap((of) => {
      const [first] = of;
      if (first === undefined) return [];
      const { package: found, owner } = first;
      const rows = rowsOf(of);
      const name = `${printable(sourceName(found))} ${printable(found.version ?? '?')}`;
      return [{ title: `${name}, ${ownerName(owner, trace)} (${rows.length})`, remedy: null, rows }];
    })
    .toSorted((a, b) => urgencyOf(a.rows) - urgencyOf(b.rows) || b.rows.length - a.rows.length || (a.title < b.title ? -1 : 1));
}

function byAncestor({ findings, inventory: { trace } }: Scan): readonly FindingGroup[] {
  const groups = [...Map.groupBy(findings, ({ owner }) => owner)].toSorted(([a], [b]) => baseFirst(a, b));
  return groups.map(([owner, of]) => {
    const rows = rowsOf(of);
    return { title: `${ownerName(owner, trace)} (${rows.length})`, remedy: null, rows };
  });
}

function rowsOf(findings: readonly ScannedFinding[]): readonly FindingRow[] {
  const groups = Map.groupBy(findings, ({ id, package: found }) => [id, found.type, sourceName(found), found.version].join('\n'));
  return [...groups.values()]
    .flatMap((of): readonly FindingRow[] => {
      const [finding] = of;
      return finding === undefined ? [] : [{ finding, names: [...new Set(of.map(nameOf))].toSorted() }];
    })
    .toSorted((a, b) => urgency(a) - urgency(b) || compareText(a, b));
}

/** Of what it was built; a scope or group is part of the name. */
function sourceName(found: ScannedFinding['package']): string {
  return found.source?.name ?? wholeName(found);
}

/** What is exploited goes first, however severe it is said to be. */
function urgency({ finding: { exploited, level } }: FindingRow): number {
  return exploited === null ? FINDING_LEVELS.indexOf(level) : -1;
}

function urgencyOf(rows: readonly FindingRow[]): number {
  return Math.min(...rows.map(urgency));
}

function compareText(a: FindingRow, b: FindingRow): number {
  const [x, y] = [a, b].map(({ finding, names }) => `${names[0] ?? ''} ${finding.id}`);
  return (x ?? '') < (y ?? '') ? -1 : 1;
}

function nameOf({ package: found }: ScannedFinding): string {
  return wholeName(found);
}

function wholeName({ type, namespace, name }: ScannedFinding['package']): string {
  return namespace === null || isOfDistribution(type) ? name : `${namespace}/${name}`;
}

import { FINDING_LEVELS, type FindingLevel } from '../model/finding.ts';
import type { EndedSupport, Scan, ScannedFinding } from '../model/scan.ts';
import type { TracedLayer } from '../model/trace.ts';
import { ownerName } from './owner-name.ts';
import { count, dayOf, printable } from './words.ts';

/** How many vulnerabilities somebody brought, of each level. */
export interface OwnerCount {
  readonly owner: TracedLayer['owner'];
  /** For people. */
  readonly name: string;
  readonly levels: Readonly<Record<FindingLevel, number>>;
  readonly total: number;
}

/** Of each that brought any, and of all of the lineage. */
export function countByOwner(scan: Scan): readonly OwnerCount[] {
  const { trace } = scan.inventory;
  const groups = Map.groupBy(scan.findings, ({ owner }) => owner);
  return ownersOf(scan).map((owner) => {
    const worst = worstLevels(groups.get(owner) ?? []);
    return { owner, name: ownerName(owner, trace), levels: countLevels([...worst.values()]), total: worst.size };
  });
}

/**
 * All of the lineage, base first, found in or not; then the image itself, then nobody where findings are nobody's. Where no package is
 * known to be anybody's, the lineage is left out: that an ancestor brought nothing would be a guess.
 */
export function ownersOf({ findings, suppressed, ended, inventory: { trace, packages } }: Scan): readonly TracedLayer['owner'][] {
  const isTold = packages.length === 0 || packages.some(({ owner }) => owner !== null);
  const lineage = isTold ? [...trace.lineage.ancestors.keys(), 'own' as const] : [];
  return [
    ...new Set([...lineage, ...[...findings, ...suppressed.map(({ finding }) => finding), ...ended].map(({ owner }) => owner)]),
  ].toSorted(baseFirst);
}

/** For sorting: the base first, this image last; what is nobody's after it. */
export function baseFirst(a: TracedLayer['owner'], b: TracedLayer['owner']): number {
  return rank(b) - rank(a);
}

function rank(owner: TracedLayer['owner']): number {
  if (owner === null) return -2;
  return owner === 'own' ? -1 : owner;
}

/** A vulnerability counts once, however many packages it is in, by the worst that is said of it. */
function worstLevels(findings: readonly ScannedFinding[]): ReadonlyMap<string, FindingLevel> {
  const levels = new Map<string, FindingLevel>();
  for (const { id, level } of findings) {
    const before = levels.get(id);
    if (before === undefined || FINDING_LEVELS.indexOf(level) < FINDING_LEVELS.indexOf(before)) levels.set(id, level);
  }
  return levels;
}

function countLevels(levels: readonly FindingLevel[]): OwnerCount['levels'] {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, none: 0, unknown: 0 };
  for (const level of levels) counts[level] += 1;
  return counts;
}

/** `7 vulnerabilities in 3 packages`. None is never told by a bare 0: `0 known (data to 2026-06-09, older than the image; 12 of 40 packages covered)`. */
export function knownText({ findings, coverage, ecosystems, inventory }: Scan): string {
  const ids = new Set(findings.map(({ id }) => id));
  if (ids.size > 0)
    return `${count(ids.size, 'vulnerability', 'vulnerabilities')} in ${count(new Set(findings.map(({ purl }) => purl)).size, 'package')}`;
  const covered = coverage.filter(({ by }) => by !== 'none').length;
  const dates = ecosystems.filter((one) => one.covered > 0).flatMap(({ date }) => date ?? []);
  const [date] = dates.toSorted();
  const built = dayOf(inventory.created);
  const age = date === undefined ? '' : `data to ${date}${built !== null && built > date ? ', older than the image' : ''}; `;
  return `0 known (${age}${covered} of ${count(inventory.packages.length, 'package')} covered)`;
}

/** The distribution and how long it is supported, as a sentence without its full stop. */
export function systemText({ inventory: { distribution }, support }: Scan): { readonly system: string; readonly support: string | null } {
  const system = distribution === null ? 'the root file system says no distribution' : printable(distribution.name);
  if (support === null) return { system, support: null };
  return { system, support: support.ended ? `support ended ${support.on ?? ''}`.trim() : `supported until ${support.on ?? '?'}` };
}

/** `support of debian 12 has ended, 2026-07-11` */
export function endedText({ product, cycle, on }: EndedSupport): string {
  return `support of ${product} ${cycle} has ended${on === null ? '' : `, ${on}`}`;
}

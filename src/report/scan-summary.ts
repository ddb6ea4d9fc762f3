import { countLevels, type LevelCounts, sumCoverage, worstLevels } from '../model/finding.ts';
import type { EndedSupport, FindingSelection, Scan } from '../model/scan.ts';
import type { TracedLayer } from '../model/trace.ts';
import { ownerName } from './owner-name.ts';
import { count, dayOf, printable } from './words.ts';

/** How many vulnerabilities somebody brought, of each level. */
export interface OwnerCount {
  readonly owner: TracedLayer['owner'];
  /** For people. */
  readonly name: string;
  readonly levels: LevelCounts;
  readonly total: number;
  /** Packages they brought, and how many of these the data can know something of. */
  readonly packages: number;
  readonly covered: number;
}

/** Of each that brought any, and of all of the lineage. */
export function countByOwner(scan: Scan): readonly OwnerCount[] {
  const { trace, packages } = scan.inventory;
  const coverages = Map.groupBy(scan.coverage, (_, at) => packages[at]?.owner ?? null);
  const groups = Map.groupBy(scan.findings, ({ owner }) => owner);
  return ownersOf(scan).map((owner) => {
    const worst = worstLevels(groups.get(owner) ?? []);
    const known = coverages.get(owner) ?? [];
    return {
      owner,
      name: ownerName(owner, trace),
      levels: countLevels(worst.values()),
      total: worst.size,
      packages: known.length,
      covered: sumCoverage(known).covered,
    };
  });
}

/**
 * All of the lineage, base first, found in or not; then the image itself, then nobody where findings are nobody's. Where no package is
 * known to be anybody's, the lineage is left out: that an ancestor brought nothing would be a guess.
 */
function ownersOf({ findings, suppressed, ended, inventory: { trace, packages } }: Scan): readonly TracedLayer['owner'][] {
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

/** `7`, or `0 known (12 of 40 packages covered)`: none is never told by a bare 0. Of who brought no package nothing can be known. */
export function totalText({ total, packages, covered }: OwnerCount, { selection }: Scan): string {
  if (total > 0) return String(total);
  if (selection !== undefined) return '0 shown';
  return packages === 0 ? '-' : `0 known (${coveredText({ packages, covered })})`;
}

/** `12 of 40 packages covered` */
export function coveredText({ packages, covered }: Pick<OwnerCount, 'packages' | 'covered'>): string {
  return `${covered} of ${count(packages, 'package')} covered`;
}

/** `7 vulnerabilities in 3 packages`. None is never told by a bare 0: `0 known (data to 2026-06-09, older than the image; 12 of 40 packages covered)`. Where not all are wanted: `0 of 34 vulnerabilities shown (--severity low)`. */
export function knownText({ findings, selection, coverage, inventory }: Scan): string {
  const ids = new Set(findings.map(({ id }) => id));
  if (selection !== undefined && selection.vulnerabilities > 0)
    return `${ids.size} of ${count(selection.vulnerabilities, 'vulnerability', 'vulnerabilities')} shown (${askedText(selection)})`;
  if (ids.size > 0)
    return `${count(ids.size, 'vulnerability', 'vulnerabilities')} in ${count(new Set(findings.map(({ purl }) => purl)).size, 'package')}`;
  const { covered, date } = sumCoverage(coverage);
  const built = dayOf(inventory.created);
  const age = date === null ? '' : `data to ${date}${built !== null && built > date ? ', older than the image' : ''}; `;
  return `0 known (${age}${coveredText({ packages: inventory.packages.length, covered })})`;
}

/** `--fixed --severity low` */
export function askedText({ asked }: FindingSelection): string {
  return printable(asked.join(' '));
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

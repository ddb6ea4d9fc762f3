import { ownerNamed } from '../image/owner-named.ts';
import { FINDING_LEVELS, type FindingLevel } from '../model/finding.ts';
import type { Inventory, Scan, ScannedFinding } from '../model/scan.ts';
import type { Brought } from '../model/surface.ts';

/** Which findings are wanted; null leaves all. */
export interface FindingFilter {
  /** `you`, `base` for all ancestors, `not-base` for all but these, or an ancestor by name. */
  readonly owner: string | null;
  /** Whether only what some version mends. */
  readonly fixed: boolean;
  readonly levels: ReadonlySet<FindingLevel> | null;
  /** The same in the words it was asked for in, to be told in the answer: `--severity low`. */
  readonly asked: readonly string[];
}

/** The answer with the findings that are wanted alone. Throws `usage` where no ancestor is called so. */
export function filterFindings(scan: Scan, { owner, fixed, levels, asked }: FindingFilter): Scan {
  const isMeant = owner === null ? () => true : ownerTest(owner, scan);
  const isWanted = (finding: ScannedFinding): boolean =>
    isMeant(finding.owner) && (!fixed || finding.fixedIn.length > 0) && (levels === null || levels.has(finding.level));
  const findings = scan.findings.filter(isWanted);
  const suppressed = scan.suppressed.filter(({ finding }) => isWanted(finding));
  const vulnerabilities = new Set(scan.findings.map(({ id }) => id)).size;
  return {
    ...scan,
    ...(asked.length === 0 ? {} : { selection: { asked, vulnerabilities } }),
    inventory: exposedBy(scan.inventory, isMeant),
    findings,
    suppressed,
    ended: scan.ended.filter((one) => isMeant(one.owner)),
  };
}

/** What the image exposes, as far as those who are meant brought it; what is only counted stays as it is. */
function exposedBy(inventory: Inventory, isMeant: (owner: ScannedFinding['owner']) => boolean): Inventory {
  const { surface } = inventory;
  if (surface === null) return inventory;
  const of = <T extends Brought>(all: readonly T[]): readonly T[] => all.filter(({ owner }) => isMeant(owner));
  const { programs, privileged, developmentPackages, secrets } = surface;
  const filtered = {
    programs: of(programs),
    privileged: of(privileged),
    developmentPackages: of(developmentPackages),
    secrets: of(secrets),
  };
  return { ...inventory, surface: { ...surface, ...filtered } };
}

function ownerTest(word: string, { inventory }: Scan): (owner: ScannedFinding['owner']) => boolean {
  if (word === 'base') return (owner) => typeof owner === 'number';
  // What nobody can be named for may be yours.
  if (word === 'not-base') return (owner) => typeof owner !== 'number';
  return ownerNamed(word, inventory.trace.lineage);
}

/** Whether a finding is as severe as that, or worse; `any` counts those of unknown severity too. Support that has ended counts as high. */
export function isOver({ findings, ended }: Scan, least: FindingLevel | 'any'): boolean {
  if (least === 'any') return findings.length + ended.length > 0;
  const limit = FINDING_LEVELS.indexOf(least);
  return (
    (ended.length > 0 && limit >= FINDING_LEVELS.indexOf('high')) || findings.some(({ level }) => FINDING_LEVELS.indexOf(level) <= limit)
  );
}

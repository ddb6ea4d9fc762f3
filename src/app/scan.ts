import { type Coverage, type Finding, type MatchedPackage, sumCoverage } from '../model/finding.ts';
import { isOfDistribution } from '../model/package.ts';
import type { EndOfLife } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { Distribution } from '../model/sbom.ts';
import type { EcosystemCoverage, EndedSupport, Inventory, InventoryPackage, Remedy, Scan, ScannedFinding } from '../model/scan.ts';
import { matchPackages, type MatchSettings } from '../vuln/match-packages.ts';
import { suppress } from '../vuln/suppress.ts';
import type { AppPorts } from './app-ports.ts';
import { readAttachedVex } from './read-attached-vex.ts';
import { type ReadVex, readSuppressions, type SuppressionRequest } from './read-suppressions.ts';
import { type InventoryRequest, takeInventory } from './take-inventory.ts';

export interface ScanRequest extends InventoryRequest, MatchSettings {
  /** What was decided of findings beforehand; absent: all count. */
  readonly suppressions?: SuppressionRequest;
}

/** What an image exposes, and whose job each finding is. Throws what taking the inventory and reading suppressions throws. */
export async function scan(request: ScanRequest, ports: AppPorts): Promise<Scan> {
  const { suppressions } = request;
  // Before the image is: a mistake in them is to be told at once.
  const decided = suppressions === undefined ? null : await readSuppressions(suppressions, ports);
  const found = await scanInventory(await takeInventory(request, ports), request, ports);
  if (decided === null) return found;
  const attached = suppressions?.vexAttached === true ? await readAttachedVex(request, found.inventory, ports) : NOTHING_ATTACHED;
  const { inventory } = found;
  const problems = [...inventory.problems, ...decided.problems, ...attached.problems];
  const documents = [...decided.documents, ...attached.documents];
  return suppress({ ...found, inventory: { ...inventory, problems } }, { documents, rules: decided.rules }, ports.store.clock.now());
}

const NOTHING_ATTACHED: ReadVex = { documents: [], problems: [] };

export async function scanInventory(inventory: Inventory, settings: MatchSettings, ports: AppPorts): Promise<Scan> {
  const { packages, distribution, trace } = inventory;
  const support = await supportOf(distribution, ports);
  const matched = await matchEach(packages, distribution, settings, ports);
  const isOver = support?.ended === true;
  const pairs = matched.flatMap((match, at): readonly (readonly [MatchedPackage, InventoryPackage])[] => {
    const one = packages[at];
    return one === undefined ? [] : [[match, one]];
  });
  return {
    inventory: { ...inventory, problems: [...inventory.problems, ...unweighedProblems(matched)] },
    findings: pairs.flatMap(([{ findings }, one]) =>
      findings.map((finding): ScannedFinding => {
        const line = one.layer === null ? null : (trace.layers[one.layer]?.line ?? null);
        const { purl, layer, owner, declared } = one;
        return { ...finding, purl, layer, owner, line, declared, remedy: remedyOf(finding, owner, isOver) };
      }),
    ),
    suppressed: [],
    coverage: pairs.map(([{ coverage }, { purl }]) => ({ ...coverage, purl })),
    ecosystems: ecosystemsOf(matched.map(({ coverage }) => coverage)),
    ended: endedOf(inventory, support),
    support,
  };
}

/** Each by the distribution it is of, in the same order. */
async function matchEach(
  packages: readonly InventoryPackage[],
  whole: Distribution | null,
  settings: MatchSettings,
  ports: AppPorts,
): Promise<readonly MatchedPackage[]> {
  const advisories = await ports.advisories();
  const matched: MatchedPackage[] = [];
  for (const [distribution, of] of Map.groupBy(packages.entries(), ([, one]) => JSON.stringify(one.distribution ?? whole))) {
    const found = await matchPackages(
      of.map(([, one]) => one.package),
      JSON.parse(distribution) as Distribution | null,
      advisories,
      settings,
    );
    for (const [at, one] of found.entries()) matched[of[at]?.[0] ?? at] = one;
  }
  return matched;
}

const NAMED = 5;

/** Advisories that can't be held against a package: whether they hold is not known, which is told. */
function unweighedProblems(matched: readonly MatchedPackage[]): readonly Problem[] {
  const found = matched.filter(({ unweighed }) => unweighed.length > 0);
  const ids = [...new Set(found.flatMap(({ unweighed }) => unweighed))];
  if (ids.length === 0) return [];
  const names = found.slice(0, NAMED).map(({ package: { name, version } }) => `${name} ${version ?? '?'}`);
  const message = `${ids.length} ${ids.length === 1 ? 'advisory' : 'advisories'} can't be held against ${names.join(', ')}${found.length > NAMED ? ', …' : ''}: a version is none by the rules of its ecosystem (${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ', …' : ''}).`;
  return [{ kind: 'unweighed', message, incomplete: true }];
}

/** Of a release that gets no fixes any more nothing more is to be waited for; what is no distribution's is mended by its own makers. */
function remedyOf({ fixedIn, package: { type } }: Finding, owner: InventoryPackage['owner'], isOver: boolean): Remedy {
  if (fixedIn.length === 0) return isOver && isOfDistribution(type) ? 'move' : 'wait';
  return owner === 'own' ? 'upgrade' : 'rebuild';
}

/** What the data can know of packages, by their ecosystems; the largest first. */
export function ecosystemsOf(coverages: readonly Coverage[]): readonly EcosystemCoverage[] {
  const groups = [...Map.groupBy(coverages, ({ ecosystem }) => ecosystem)];
  return groups
    .map(([ecosystem, of]): EcosystemCoverage => {
      return { ecosystem, packages: of.length, ...sumCoverage(of), unfixed: of.some(({ by, unfixed }) => by !== 'none' && unfixed) };
    })
    .toSorted((a, b) => b.packages - a.packages || ((a.ecosystem ?? '~') < (b.ecosystem ?? '~') ? -1 : 1));
}

/** Until when the distribution is supported, as the index of official images has it. */
async function supportOf(distribution: Distribution | null, { indexes }: AppPorts): Promise<EndOfLife | null> {
  // What is built of the head of development (`3.21.0_alpha20240923`) is of no release.
  if (distribution === null || distribution.versionId === null || distribution.versionId.includes('_')) return null;
  const official = await indexes.official();
  const { id, versionId } = distribution;
  for (const tag of [versionId, versionId.split('.').slice(0, 2).join('.'), versionId.split('.')[0] ?? '']) {
    const facts = (await official.find(id, tag, null))?.facts ?? (await official.ended(id, tag));
    const life = facts?.endOfLife.find(({ product }) => product.startsWith(id));
    if (life !== undefined) return life;
  }
  return null;
}

/** What the ancestors stand on, and the distribution, each once. */
function endedOf({ trace: { lineage, subject } }: Inventory, support: EndOfLife | null): readonly EndedSupport[] {
  const told: EndedSupport[] = [
    ...(subject.facts?.endOfLife ?? []).map((life): EndedSupport => ({ ...life, owner: 'own' })),
    ...lineage.ancestors.flatMap(({ facts }, owner) => (facts?.endOfLife ?? []).map((life): EndedSupport => ({ ...life, owner }))),
    ...(support === null ? [] : [{ ...support, owner: lineage.ancestors.length === 0 ? null : lineage.ancestors.length - 1 } as const]),
  ].filter(({ ended }) => ended);
  return told.filter(({ product, cycle }, at) => told.findIndex((one) => one.product === product && one.cycle === cycle) === at);
}

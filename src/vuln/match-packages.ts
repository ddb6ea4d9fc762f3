import type { AdvisorySet, PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';
import type { Coverage, Finding, MatchedPackage } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { Distribution } from '../model/sbom.ts';
import type { LookUpAdvisories } from '../ports/index.ts';
import { findScheme, type Scheme } from '../version/index.ts';
import { chooseRating } from './choose-rating.ts';
import { type Lookup, lookupsOf, sameStream } from './ecosystem.ts';
import { groupAliases } from './group-aliases.ts';
import { fixesAbove, isAmong } from './in-range.ts';

/** An advisory that holds, and what mends it. */
export interface HeldAdvisory {
  readonly advisory: PackageAdvisory;
  /** Versions that it names as fixed, and that are above the package's; the lowest first. */
  readonly fixes: readonly string[];
  readonly scheme: Scheme;
  /** What is said of its id; null where nothing is. */
  readonly facts: VulnerabilityFacts | null;
  /** What is said of the vulnerabilities it is made of: one may be another under a second name. */
  readonly upstream: readonly VulnerabilityFacts[];
}

/** How findings are weighed. */
export interface MatchSettings {
  /** Whose severity goes first; absent: the usual order. */
  readonly ratingOrder?: readonly string[];
}

/** Each package with what the data knows of it, in the same order. */
export async function matchPackages(
  packages: readonly Package[],
  distribution: Distribution | null,
  advisories: LookUpAdvisories,
  settings: MatchSettings = {},
): Promise<readonly MatchedPackage[]> {
  const matched: MatchedPackage[] = [];
  for (const found of packages) matched.push(await matchPackage(found, distribution, advisories, settings));
  return matched;
}

async function matchPackage(
  found: Package,
  distribution: Distribution | null,
  advisories: LookUpAdvisories,
  { ratingOrder }: MatchSettings,
): Promise<MatchedPackage> {
  const lookups = lookupsOf(found, distribution);
  const answers = await Promise.all(lookups.map(async (lookup) => ({ lookup, ...(await lookUp(found, lookup, advisories)) })));
  const held = answers.flatMap((answer) => answer.held);
  const findings: Finding[] = [];
  for (const { ids, advisories: of } of groupAliases(held)) findings.push(await findingOf(found, ids, of, advisories, ratingOrder));
  const unweighed = answers.flatMap((answer) => answer.unweighed);
  return { package: found, coverage: coverageOf(answers, advisories.sets), findings: findings.toSorted(byId), unweighed };
}

function byId(a: Finding, b: Finding): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

interface Answer {
  readonly lookup: Lookup;
  /** What is about this release, whether it holds or not. */
  readonly about: readonly PackageAdvisory[];
  readonly held: readonly HeldAdvisory[];
  /** Ids of advisories whose versions can't be held against this one. */
  readonly unweighed: readonly string[];
}

async function lookUp(found: Package, lookup: Lookup, advisories: LookUpAdvisories): Promise<Omit<Answer, 'lookup'>> {
  const scheme = findScheme(lookup.family);
  const about: PackageAdvisory[] = [];
  const held: HeldAdvisory[] = [];
  const unweighed: string[] = [];
  if (scheme === null) return { about, held, unweighed };
  for (const { name, version } of lookup.names) {
    const listed = await advisories.packages(lookup.family, name);
    const here = listed.filter(({ set }) => lookup.isRelease(set.release));
    about.push(...here);
    const weighed = here
      .filter((advisory) => sameStream(found, advisory))
      .map((advisory) => ({ advisory, holds: isAmong(advisory, version, scheme) }));
    unweighed.push(...weighed.flatMap(({ advisory, holds }) => (holds === null ? [advisory.id] : [])));
    const holding = weighed.filter(({ holds }) => holds === true).map(({ advisory }) => advisory);
    for (const advisory of found.type === 'rpm' ? withoutMended(holding, here, version, scheme) : holding)
      held.push({ advisory, fixes: fixesAbove(advisory, version, scheme), scheme, ...(await factsAbout(advisory.id, advisories)) });
  }
  return { about, held: held.filter(({ facts }) => facts?.withdrawn !== true), unweighed: [...new Set(unweighed)] };
}

const MAX_UPSTREAM = 200;

async function factsAbout(id: string, advisories: LookUpAdvisories): Promise<Pick<HeldAdvisory, 'facts' | 'upstream'>> {
  const facts = await advisories.vulnerability(id);
  const found = await Promise.all((facts?.upstream ?? []).slice(0, MAX_UPSTREAM).map((one) => advisories.vulnerability(one)));
  return { facts, upstream: found.filter((one) => one !== null) };
}

/** An advisory that names a rpm once for each build of its module is mended by any of these builds. */
function withoutMended(
  holding: readonly PackageAdvisory[],
  here: readonly PackageAdvisory[],
  version: string,
  scheme: Scheme,
): readonly PackageAdvisory[] {
  const mended = new Set(here.filter((one) => isAmong(one, version, scheme) === false).map(({ id }) => id));
  return holding.filter(({ id, ranges }) => !mended.has(id) || !ranges.flat().some((event) => /\.module[_+]/.test(event.version)));
}

async function findingOf(
  found: Package,
  ids: readonly string[],
  held: readonly HeldAdvisory[],
  advisories: LookUpAdvisories,
  ratingOrder: readonly string[] | undefined,
): Promise<Finding> {
  const [id = '', ...aliases] = ids;
  const known = await Promise.all(ids.map((one) => advisories.vulnerability(one)));
  const facts = known.filter((one) => one !== null);
  const rating = chooseRating(
    held.map(({ advisory, facts: of }) => ({ advisory, isOfSeveral: (of?.upstream.length ?? 0) > 1 })),
    facts,
    ratingOrder,
  );
  const dates = facts.flatMap(({ published }) => published ?? []).toSorted();
  return {
    id,
    aliases,
    package: found,
    fixedIn: mendedIn(held),
    status: held.map(({ advisory }) => advisory.status).find((status) => status !== null) ?? null,
    level: rating?.level ?? 'unknown',
    rating,
    exploited: facts.find(({ exploited }) => exploited !== null)?.exploited ?? null,
    chance: facts.find(({ chance }) => chance !== null)?.chance ?? null,
    published: dates[0] ?? null,
  };
}

/** The lowest version that all advisories about it take for mended: one that some still names as affected mends it by half. */
function mendedIn(held: readonly HeldAdvisory[]): readonly string[] {
  const [first] = held;
  if (first === undefined) return [];
  const { scheme } = first;
  const fixes = [...new Set(held.flatMap((one) => one.fixes))].toSorted(scheme.compare);
  const whole = fixes.find((fix) => held.every(({ advisory }) => isAmong(advisory, fix, scheme) !== true));
  return whole === undefined ? [] : [whole];
}

/** By the first place where the package is named, else one that has all there is for its release. */
function coverageOf(answers: readonly Answer[], sets: readonly AdvisorySet[]): Coverage {
  const first = answers[0];
  if (first === undefined) return { ecosystem: null, by: 'none', date: null, unfixed: false };
  const naming = answers.find(({ about }) => about.length > 0);
  const of = (by: Coverage['by'], { lookup, about }: Answer): Coverage => {
    const here = sets.filter(({ family, release }) => family === lookup.family && lookup.isRelease(release));
    const told = by === 'none' ? [] : here;
    // A newer set that has not all there is, and does not name the package, says nothing of it.
    const telling = [...about.map(({ set }) => set), ...told.filter(({ complete }) => complete)];
    const dates = telling.flatMap(({ date }) => date ?? []).toSorted();
    return { ecosystem: lookup.ecosystem, by, date: dates.at(-1) ?? null, unfixed: told.some(({ unfixed }) => unfixed) };
  };
  if (naming !== undefined) return of('named', naming);
  const complete = answers.find(({ lookup }) =>
    sets.some((set) => set.complete && set.family === lookup.family && lookup.isRelease(set.release)),
  );
  return complete === undefined ? of('none', first) : of('complete', complete);
}

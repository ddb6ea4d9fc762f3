import type { BaseChoice, Risk, SuggestionKind } from '../model/suggestion.ts';
import type { BaseNeeds } from './needs.ts';
import { compareVersions, readTag, systemFamily, systemRank, type TagWords } from './read-tag.ts';

/** A build of the same repository. */
export interface Build {
  readonly tags: readonly string[];
  /** What it stands on: `debian:trixie-slim`, `scratch`; null where unknown. */
  readonly from: string | null;
  /** The release cycle it is of: `13` for trixie; null where unknown. */
  readonly cycle: string | null;
}

/** A build that may be chosen, under the tag to be written. */
export interface Candidate {
  readonly tag: string;
  readonly build: Build;
  readonly kinds: readonly SuggestionKind[];
}

/**
 * The builds of a repository that are worth a look in place of the one that a tag means: its newest patch, the newest of each later
 * minor and major version, and of each of these the variants that do the same on less or on another system.
 */
export function planCandidates(tag: string, builds: readonly Build[]): readonly Candidate[] {
  const current = builds.find(({ tags }) => tags.includes(tag)) ?? null;
  const own = describeOwn(tag, current, builds);
  const described = builds.filter((build) => build !== current).map((build) => ({ build, words: describeBuild(null, build) }));
  const fitting = described.filter(
    ({ words }) =>
      !words.isEarly && isSameFlavour(words, own) && !isOlder(words, own) && (words.version.length > 0 || own.version.length === 0),
  );
  const newest = new Map<string, (typeof fitting)[number]>();
  for (const one of fitting) {
    const key = groupOf(one.words);
    const before = newest.get(key);
    if (before === undefined || compareVersions(one.words.version, before.words.version) > 0 || isNewerSystem(one.words, before.words))
      newest.set(key, one);
  }
  const lastMinor = lastOfEachMajor([...newest.values()].map(({ words }) => words.version));
  return [...newest.values()]
    .filter(({ words }) => isWorthIt(words, own, lastMinor) && (words.isSlim || !own.isSlim))
    .map(({ build, words }) => ({ tag: tagLike(tag, build.tags), build, kinds: kindsOf(words, own) }))
    .filter(({ kinds }) => kinds.length > 0);
}

/** What a tag that is no more stood on is told by builds of the same kind that are still there. */
function describeOwn(tag: string, current: Build | null, builds: readonly Build[]): Described {
  const own = describeBuild(tag, current ?? { tags: [tag], from: null, cycle: null });
  if (own.family !== null) return own;
  const alike = builds.find(({ tags }) =>
    tags.some((one) => readTag(one).system === null && readTag(one).words.join('-') === own.words.join('-')),
  );
  return alike === undefined ? own : { ...own, family: describeBuild(null, alike).family };
}

interface Described extends TagWords {
  /** `debian`, `alpine`; null where nothing says it. */
  readonly family: string | null;
  readonly isSlim: boolean;
}

/** By the tag with the most in it: it names version, variant and system. */
function describeBuild(tag: string | null, { tags, from, cycle }: Build): Described {
  const fullest = tags.toSorted((a, b) => b.split(/[-.]/).length - a.split(/[-.]/).length || b.length - a.length)[0] ?? tag ?? '';
  const words = readTag(fullest);
  const named = words.system === null ? null : systemFamily(words.system);
  const fromName = from?.split(':')[0]?.split('/').at(-1) ?? null;
  const [, fromTag = ''] = from?.split(':') ?? [];
  const family = named ?? (fromName === 'buildpack-deps' ? 'debian' : fromName) ?? null;
  const isSlim = words.words.includes('slim') || family === 'alpine' || (words.words.length === 0 && /slim/.test(fromTag));
  // Operating systems are named by their release, whose number only the cycle tells.
  const version = words.version.length === 0 && cycle !== null && /^[\d.]+$/.test(cycle) ? cycle.split('.').map(Number) : words.version;
  return { ...words, version, family: family === 'scratch' ? null : family, isSlim };
}

const SIZE_WORDS: ReadonlySet<string> = new Set(['slim']);

/** `fpm`, `apache`, `management` stay as they are: the build asks for them. */
function isSameFlavour(a: TagWords, b: TagWords): boolean {
  const flavour = ({ words }: TagWords): string => words.filter((word) => !SIZE_WORDS.has(word)).join('-');
  return flavour(a) === flavour(b);
}

function isOlder(a: Described, b: Described): boolean {
  return (
    a.version.length > 0 &&
    b.version.length > 0 &&
    compareVersions(a.version, b.version) < 0 &&
    !b.version.every((part, at) => a.version[at] === part)
  );
}

/** One of each minor version, system and size. */
function groupOf({ version, family, isSlim }: Described): string {
  return [version.slice(0, 2).join('.'), family, isSlim].join(' ');
}

function isNewerSystem(a: Described, b: Described): boolean {
  return compareVersions(a.version, b.version) === 0 && systemRank(a.system ?? '') > systemRank(b.system ?? '');
}

function lastOfEachMajor(versions: readonly (readonly number[])[]): ReadonlySet<string> {
  const last = new Map<number, readonly number[]>();
  for (const version of versions) {
    const [major] = version;
    const before = major === undefined ? undefined : last.get(major);
    if (major !== undefined && (before === undefined || compareVersions(version, before) > 0)) last.set(major, version);
  }
  return new Set([...last.values()].map((version) => version.slice(0, 2).join('.')));
}

/** Its own minor version, and the last one of each major. */
function isWorthIt({ version }: Described, own: Described, last: ReadonlySet<string>): boolean {
  const minor = version.slice(0, 2).join('.');
  return version.length === 0 || own.version.slice(0, 2).join('.') === minor || last.has(minor);
}

function kindsOf(words: Described, own: Described): readonly SuggestionKind[] {
  const kinds: SuggestionKind[] = [];
  const changes = compareVersions(words.version.slice(0, own.version.length), own.version) > 0;
  if (changes && own.version.length > 0) {
    const isMajor = words.version[0] !== own.version[0];
    kinds.push(isMajor ? 'newer-major' : words.version[1] === own.version[1] ? 'newer-patch' : 'newer-minor');
  }
  if (words.family !== own.family && words.family !== null && own.family !== null) kinds.push('other-system');
  if (words.isSlim && !own.isSlim) kinds.push('smaller');
  return kinds;
}

/** The tag of a build that says as much as the one that is written now: `2.4` → `2.4-alpine`, not `2.4.68-alpine3.24`. */
export function tagLike(tag: string, tags: readonly string[]): string {
  const own = readTag(tag);
  const score = (one: string): number => {
    const words = readTag(one);
    const depth = Math.abs(words.version.length - own.version.length);
    const isSystemLike = (words.system === null) === (own.system === null) || (words.system !== null && /^alpine$/.test(words.system));
    return depth * 10 + (isSystemLike ? 0 : 3) + (/^(latest|(old)*stable)(-|$)/.test(one) ? 100 : 0) + one.length / 100;
  };
  return tags.toSorted((a, b) => score(a) - score(b) || (a < b ? -1 : 1))[0] ?? tag;
}

/** What may go wrong when one base stands in place of another. */
export function risksOf(tag: string, builds: readonly Build[], other: Candidate, needs: BaseNeeds | null): readonly Risk[] {
  const before = describeOwn(tag, builds.find(({ tags }) => tags.includes(tag)) ?? null, builds);
  const after = describeBuild(null, other.build);
  const risks: Risk[] = [];
  const isGlibc = (family: string | null): boolean => family !== null && family !== 'alpine';
  if (isGlibc(before.family) && after.family === 'alpine')
    risks.push({ kind: 'libc', weight: 'high', detail: 'programs that were built for glibc do not run on musl', line: null });
  if (before.family === 'alpine' && isGlibc(after.family))
    risks.push({ kind: 'libc', weight: 'high', detail: 'programs that were built for musl do not run on glibc', line: null });
  const isNamed = before.versionText !== '' && after.versionText !== '';
  if (isNamed && before.version[0] !== after.version[0])
    risks.push({
      kind: 'major',
      weight: 'medium',
      detail: `version ${after.versionText} in place of ${before.versionText}: read what its makers changed`,
      line: null,
    });
  else if (isNamed && before.version[1] !== undefined && after.version[1] !== undefined && before.version[1] !== after.version[1])
    risks.push({ kind: 'minor', weight: 'low', detail: `version ${after.versionText} in place of ${before.versionText}`, line: null });
  if (before.family === after.family && before.system !== null && after.system !== null && before.system !== after.system)
    risks.push({
      kind: 'system-release',
      weight: 'medium',
      detail: `${after.system} in place of ${before.system}: packages have other versions, and some other names`,
      line: null,
    });
  if (after.isSlim && !before.isSlim && before.family === after.family)
    risks.push({
      kind: 'variant',
      weight: 'low',
      detail: 'it has less in it: compilers, version control and common libraries must be installed where they are used',
      line: null,
    });
  return [...risks, ...needRisks(after, needs)];
}

const MANAGER_OF: ReadonlyMap<string, string> = new Map([
  ['debian', 'apt'],
  ['ubuntu', 'apt'],
  ['alpine', 'apk'],
  ['oraclelinux', 'dnf'],
  ['centos', 'dnf'],
  ['fedora', 'dnf'],
  ['almalinux', 'dnf'],
  ['rockylinux', 'dnf'],
  ['amazonlinux', 'dnf'],
  ['photon', 'dnf'],
  ['opensuse', 'zypper'],
]);

function needRisks({ family, words }: Described, needs: BaseNeeds | null): readonly Risk[] {
  if (needs === null) return [];
  const manager = family === null ? null : (MANAGER_OF.get(family) ?? null);
  const others = needs.managers.filter(({ name }) => name !== manager);
  const risks = others.map(
    ({ name, line }): Risk => ({
      kind: 'package-manager',
      weight: 'high',
      detail:
        manager === null
          ? `whether it has ${name} is not known, and that line calls it`
          : `it has ${manager} in place of ${name}: that line must be written anew`,
      line,
    }),
  );
  if (family === null && words.length > 0) return risks;
  return family === null && (needs.shellToBuild ?? needs.shellToRun) !== null
    ? [
        ...risks,
        {
          kind: 'shell',
          weight: 'high',
          detail: 'it has no shell, and this line asks for one',
          line: needs.shellToRun ?? needs.shellToBuild,
        },
      ]
    : risks;
}

const WEIGHTS = { low: 1, medium: 3, high: 6 } as const;

/** Findings of the very image, where most of its packages are covered: a count of a part, or of what the data does not know, is none to rank by. */
function knownFindings({ known }: BaseChoice): number {
  const isTelling = known !== null && known.of === 'image' && known.covered * 2 >= known.packages;
  return isTelling ? known.findings : Number.MAX_SAFE_INTEGER;
}

/** Whether nothing speaks against it but a later minor version or patch. */
export function isSafeChoice({ risks }: BaseChoice): boolean {
  return risks.every(({ weight }) => weight === 'low');
}

/** Until when all of it is supported: the day as a number; 0 where unknown. */
function supportDay({ endOfLife }: BaseChoice): number {
  const [first] = endOfLife.flatMap(({ on }) => on ?? []).toSorted();
  return first === undefined ? 0 : Number(first.replaceAll('-', ''));
}

/**
 * Best first: supported before not, no high risk before one, then the fewest findings (what is not known after all that is), the least
 * risk, the longest support, the smallest.
 */
export function rankChoices(choices: readonly BaseChoice[]): readonly BaseChoice[] {
  const key = (choice: BaseChoice): readonly number[] => [
    choice.endOfLife.some(({ ended }) => ended) ? 1 : 0,
    choice.risks.reduce((sum, { weight }) => sum + WEIGHTS[weight], 0) >= WEIGHTS.high ? 1 : 0,
    knownFindings(choice),
    choice.risks.reduce((sum, { weight }) => sum + WEIGHTS[weight], 0),
    -supportDay(choice),
    choice.size ?? Number.MAX_SAFE_INTEGER,
  ];
  return choices.toSorted((a, b) => {
    const [x, y] = [key(a), key(b)];
    const at = x.findIndex((part, place) => part !== y[place]);
    return at < 0 ? 0 : (x[at] ?? 0) - (y[at] ?? 0);
  });
}

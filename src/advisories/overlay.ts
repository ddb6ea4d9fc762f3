import type { AdvisorySet, PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';
import type { LookUpAdvisories } from '../ports/index.ts';
import { mergeFacts } from './facts.ts';
import { foldName } from './fold-name.ts';
import type { AdvisoryDatabase } from './open-database.ts';

/**
 * Several databases as one, the bundled first. Of a set that is whole in a newer one, the older is not used; else, of the same
 * advisory, the one that was modified last. So a new version of the program takes nothing from what was fetched since.
 */
export function overlayDatabases(databases: readonly AdvisoryDatabase[]): LookUpAdvisories {
  const hidden = databases.map(({ sets }, at) => new Set(sets.filter((set) => isHidden(set, at, databases))));
  const shown = databases.flatMap(({ sets }, at) => sets.filter((set) => hidden[at]?.has(set) !== true));
  return { sets: joinSets(shown), packages, vulnerability };

  async function packages(family: string, name: string): Promise<readonly PackageAdvisory[]> {
    const folded = foldName(family, name);
    const listed = await Promise.all(databases.map((database) => database.packages(family, folded)));
    const visible = listed.map((rows, at) => rows.filter(({ set }) => hidden[at]?.has(set) !== true));
    if (databases.length === 1) return visible.flat();
    const kept = await Promise.all(visible.map((rows, at) => onlyNewest(rows, at)));
    return kept.flat();
  }

  async function vulnerability(id: string): Promise<VulnerabilityFacts | null> {
    const told = (await Promise.all(databases.map((database) => database.vulnerability(id)))).filter((facts) => facts !== null);
    return told.length === 0 ? null : told.toSorted(byModified).reduce(mergeFacts);
  }

  /** Without the advisories that another database has in a newer form, be it withdrawn or about other packages now. */
  async function onlyNewest(rows: readonly PackageAdvisory[], at: number): Promise<readonly PackageAdvisory[]> {
    const ids = [...new Set(rows.map(({ id }) => id))];
    const told = new Map(await Promise.all(ids.map(async (id) => [id, await tellersOf(id)] as const)));
    return rows.filter(({ id, set }) => newestOf(told.get(id) ?? [], set, at) === at);
  }

  async function tellersOf(id: string): Promise<readonly Teller[]> {
    const facts = await Promise.all(databases.map((database) => database.vulnerability(id)));
    return facts.flatMap((one, at) => (one === null ? [] : [{ at, modified: one.modified ?? '' }]));
  }

  /** The place of the database whose word about an advisory is the newest, of equals the last; without those whose word about that set is hidden. */
  function newestOf(tellers: readonly Teller[], set: AdvisorySet, own: number): number {
    const heard = tellers.filter(({ at }) => at === own || ![...(hidden[at] ?? [])].some((other) => sameSet(other, set)));
    return heard.toSorted((a, b) => (a.modified < b.modified ? -1 : a.modified > b.modified ? 1 : a.at - b.at)).at(-1)?.at ?? own;
  }
}

/** A database that says something of an id. */
interface Teller {
  readonly at: number;
  readonly modified: string;
}

function byModified(a: VulnerabilityFacts, b: VulnerabilityFacts): number {
  const [left, right] = [a.modified ?? '', b.modified ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameSet(a: AdvisorySet, b: AdvisorySet): boolean {
  return a.publisher === b.publisher && a.family === b.family && a.release === b.release;
}

function isHidden(set: AdvisorySet, at: number, databases: readonly AdvisoryDatabase[]): boolean {
  return databases.some(({ sets }, other) =>
    sets.some((one) => other !== at && one.complete && sameSet(one, set) && isNewer(one, other, set, at)),
  );
}

function isNewer(one: AdvisorySet, at: number, set: AdvisorySet, other: number): boolean {
  const [mine, theirs] = [one.date ?? '', set.date ?? ''];
  return mine === theirs ? at > other : mine > theirs;
}

/** Of each set one: with the latest date, and the larger counts. */
function joinSets(sets: readonly AdvisorySet[]): readonly AdvisorySet[] {
  const joined: AdvisorySet[] = [];
  for (const set of sets) {
    const at = joined.findIndex((one) => sameSet(one, set));
    const before = joined[at];
    if (before === undefined) joined.push(set);
    else joined[at] = join(before, set);
  }
  return joined;
}

function join(a: AdvisorySet, b: AdvisorySet): AdvisorySet {
  return {
    ...b,
    date:
      [a.date, b.date]
        .flatMap((date) => date ?? [])
        .toSorted()
        .at(-1) ?? null,
    complete: a.complete || b.complete,
    unfixed: a.unfixed || b.unfixed,
    advisories: Math.max(a.advisories, b.advisories),
    packages: Math.max(a.packages, b.packages),
  };
}

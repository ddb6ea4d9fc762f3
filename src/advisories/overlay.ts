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
    const newest = await Promise.all([...new Set(rows.map(({ id }) => id))].map(async (id) => [id, await newestOf(id)] as const));
    const owners = new Map(newest);
    return rows.filter(({ id }) => (owners.get(id) ?? at) === at);
  }

  /** The place of the database whose word about an advisory is the newest; of equals the last. */
  async function newestOf(id: string): Promise<number | null> {
    const facts = await Promise.all(databases.map((database) => database.vulnerability(id)));
    const told = facts.flatMap((one, at) => (one === null ? [] : [{ at, modified: one.modified ?? '' }]));
    return told.toSorted((a, b) => (a.modified < b.modified ? -1 : a.modified > b.modified ? 1 : a.at - b.at)).at(-1)?.at ?? null;
  }
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

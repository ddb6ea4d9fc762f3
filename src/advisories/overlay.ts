import type { AdvisorySet, PackageAdvisory, VulnerabilityFacts } from '../model/advisory.ts';
import type { LookUpAdvisories } from '../ports/index.ts';
import { affectedOf } from './affected-of.ts';
import { dayUpTo } from './day.ts';
import { mergeFacts } from './facts.ts';
import { foldName } from './fold-name.ts';
import type { AdvisoryDatabase } from './open-database.ts';

/**
 * Several databases as one, the bundled first. Of a set that is whole in a newer one, the older is not used; else, of the same
 * advisory, the one that was modified last. So a new version of the program takes nothing from what was fetched since. Dates after `latest`,
 * the last day that can be, are taken for unknown.
 */
export function overlayDatabases(opened: readonly AdvisoryDatabase[], latest: string): LookUpAdvisories {
  const databases = opened.map((database) => datedUpTo(latest, database));
  const hidden = databases.map(({ sets }, at) => new Set(sets.filter((set) => isHidden(set, at, databases))));
  const shown = databases.flatMap(({ sets }, at) => sets.filter((set) => hidden[at]?.has(set) !== true));
  return { sets: joinSets(shown), packages, vulnerability };

  async function packages(family: string, name: string): Promise<readonly PackageAdvisory[]> {
    const folded = foldName(family, name);
    const listed = await Promise.all(databases.map((database) => database.packages(family, folded)));
    const visible = listed.map((rows, at) => rows.filter(({ set }) => hidden[at]?.has(set) !== true));
    if (databases.length === 1) return visible.flat();
    const kept = await Promise.all(visible.map((_, at) => onlyNewest(visible, at)));
    return kept.flat();
  }

  async function vulnerability(id: string): Promise<VulnerabilityFacts | null> {
    const told = (await Promise.all(databases.map((database) => database.vulnerability(id)))).filter((facts) => facts !== null);
    return told.length === 0 ? null : told.toSorted(byModified).reduce(mergeFacts);
  }

  /** Without the advisories that another database has in a newer form, be it withdrawn or about other packages now. */
  async function onlyNewest(listed: readonly (readonly PackageAdvisory[])[], at: number): Promise<readonly PackageAdvisory[]> {
    const rows = listed[at] ?? [];
    const ids = [...new Set(rows.map(({ id }) => id))];
    const told = new Map(await Promise.all(ids.map(async (id) => [id, await modifiedOf(id)] as const)));
    return rows.filter((row) => !databases.some((_, other) => other !== at && isReplaced(row, at, other, told.get(row.id) ?? [], listed)));
  }

  /** For each database, to which day its word about an advisory is: `''` where it tells none, null where it says nothing of it. */
  async function modifiedOf(id: string): Promise<readonly (string | null)[]> {
    const facts = await Promise.all(databases.map((database) => database.vulnerability(id)));
    return facts.map((one) => (one === null ? null : (one.modified ?? '')));
  }

  /**
   * Only by who tells of the same set. Feeds that tell no day name an id several times, of one package each: what they don't say of this
   * package replaces nothing.
   */
  function isReplaced(
    row: PackageAdvisory,
    at: number,
    other: number,
    told: readonly (string | null)[],
    listed: readonly (readonly PackageAdvisory[])[],
  ): boolean {
    const [mine, theirs] = [told[at] ?? '', told[other] ?? null];
    if (theirs === null || !tellsOf(other, row.set)) return false;
    if (mine === '' || theirs === '') {
      const { id, set, repository } = row;
      if (!(listed[other] ?? []).some((one) => one.id === id && one.repository === repository && sameSet(one.set, set))) return false;
    }
    return mine === theirs ? other > at : theirs > mine;
  }

  function tellsOf(at: number, set: AdvisorySet): boolean {
    return databases[at]?.sets.some((one) => sameSet(one, set) && hidden[at]?.has(one) !== true) === true;
  }
}

/** A database without the dates that are yet to come. */
function datedUpTo(latest: string, database: AdvisoryDatabase): AdvisoryDatabase {
  const sets = new Map(database.sets.map((set) => [set, dayUpTo(set.date, latest) === set.date ? set : { ...set, date: null }]));
  if ([...sets].every(([set, dated]) => set === dated)) return { ...database, vulnerability };
  const packages = async (family: string, name: string): Promise<readonly PackageAdvisory[]> => {
    const rows = await database.packages(family, name);
    return rows.map((row) => ({ ...affectedOf(row), id: row.id, set: sets.get(row.set) ?? row.set }));
  };
  return { ...database, sets: [...sets.values()], packages, vulnerability };

  async function vulnerability(id: string): Promise<VulnerabilityFacts | null> {
    const facts = await database.vulnerability(id);
    return facts === null || dayUpTo(facts.modified, latest) === facts.modified ? facts : { ...facts, modified: null };
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

/** Of each set one: with the latest date, of what is complete if anything is, and the larger counts. */
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
  const complete = a.complete || b.complete;
  const telling = [a, b].filter((one) => one.complete || !complete);
  return {
    ...b,
    date:
      telling
        .flatMap(({ date }) => date ?? [])
        .toSorted()
        .at(-1) ?? null,
    complete,
    unfixed: a.unfixed || b.unfixed,
    advisories: Math.max(a.advisories, b.advisories),
    packages: Math.max(a.packages, b.packages),
  };
}

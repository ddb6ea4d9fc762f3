import type { PackageAdvisory } from '../model/advisory.ts';
import { affectedOf } from './affected-of.ts';
import type { DatabaseBuilder } from './build-database.ts';
import { bareFacts } from './facts.ts';
import type { AdvisoryDatabase } from './open-database.ts';
import { overlayDatabases } from './overlay.ts';

/** Hands what all databases say together to the builder, as a scan would hear it, `latest` being the last day that can be: what is hidden or older is left out. Gives how many advisories. */
export async function copyAdvisories(databases: readonly AdvisoryDatabase[], builder: DatabaseBuilder, latest: string): Promise<number> {
  const shown = overlayDatabases(databases, latest);
  for (const set of shown.sets) builder.note(set);
  const ids = new Set<string>();
  for (const database of databases) for await (const id of database.ids()) ids.add(id);
  for (const id of ids) {
    const facts = await shown.vulnerability(id);
    if (facts !== null) builder.add({ ...facts, affected: [] }, { publisher: null, date: null, complete: false });
  }
  for (const [family, names] of await namesOf(databases)) for (const name of names) addRows(await shown.packages(family, name), builder);
  return ids.size;
}

async function namesOf(databases: readonly AdvisoryDatabase[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = new Map<string, Set<string>>();
  for (const database of databases) {
    for await (const [family, name] of database.names()) names.set(family, (names.get(family) ?? new Set()).add(name));
  }
  return names;
}

function addRows(rows: readonly PackageAdvisory[], builder: DatabaseBuilder): void {
  for (const [, of] of Map.groupBy(rows, ({ id, set }) => `${id}\n${set.publisher}`)) {
    const [first] = of;
    if (first === undefined) continue;
    const affected = of.map(affectedOf);
    builder.add({ ...bareFacts(first.id), affected }, { publisher: first.set.publisher, date: null, complete: false, parts: true });
  }
}

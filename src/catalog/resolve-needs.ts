import type { Package } from '../model/package.ts';

/** What a package says of others, in the names of its own system; versions are left out, for what is installed was found to fit. */
export interface Needs {
  readonly package: Package;
  /** Each need, and what would serve it, the first choice first. */
  readonly needs: readonly (readonly string[])[];
  /** Names it answers to, beside its own. */
  readonly provides: readonly string[];
}

/** Which package needs which: of each need the first name that somebody here has, a package of that name before one that provides it. */
export function* resolveNeeds(all: readonly Needs[]): Generator<readonly [from: Package, to: Package], void, undefined> {
  const named = firstBy(all, ({ package: { name } }) => [name]);
  const provided = firstBy(all, ({ provides }) => provides);
  for (const { package: from, needs } of all) {
    const found = new Set<Package>();
    for (const names of needs) {
      const to = names.map((name) => named.get(name) ?? provided.get(name)).find((one) => one !== undefined);
      if (to !== undefined && to !== from) found.add(to);
    }
    for (const to of found) yield [from, to];
  }
}

function firstBy(all: readonly Needs[], keysOf: (one: Needs) => readonly string[]): ReadonlyMap<string, Package> {
  const found = new Map<string, Package>();
  for (const one of all) for (const key of keysOf(one)) if (!found.has(key)) found.set(key, one.package);
  return found;
}

import type { Package } from '../model/package.ts';
import type { FoundPackage } from './assemble-packages.ts';
import type { FileOwners } from './own-files.ts';

/** A package, and those that are in it. */
export interface MergedPackage {
  readonly found: FoundPackage;
  /** What other catalogers found in files that are this package's: the Python modules or Go modules that a package of Debian carries. */
  readonly contains: readonly Package[];
}

export interface MergedPackages {
  readonly packages: readonly MergedPackage[];
  /** For each package before the merge its place after it. */
  readonly places: readonly number[];
}

/**
 * One component for each thing. What is wholly in files of a distribution's packages is a part of the first: its distribution mends
 * it, under its own version. What two catalogers tell by the same name and version is one.
 */
export function mergePackages(found: readonly FoundPackage[], owners: FileOwners): MergedPackages {
  const twins = new Map<string, number>();
  const targets = found.map((one, at) => {
    const owner = one.isOfSystem ? -1 : systemOwner(one.package, found, owners);
    return owner >= 0 ? owner : twinOf(one.package, at, found, twins);
  });
  const kept = [...found.keys()].filter((at) => targets[at] === at);
  const merged = Map.groupBy(
    [...found.keys()].filter((at) => targets[at] !== at),
    (at) => targets[at] ?? at,
  );
  const places = new Map(kept.map((at, place) => [at, place]));
  return {
    packages: kept.flatMap((at) => {
      const one = found[at];
      return one === undefined
        ? []
        : [
            join(
              one,
              (merged.get(at) ?? []).flatMap((other) => found[other] ?? []),
            ),
          ];
    }),
    places: targets.map((target) => places.get(target) ?? -1),
  };
}

/** The distribution's package that the first of the files is of, where each of them is of one: a program and its library may be of two. */
function systemOwner({ locations }: Package, found: readonly FoundPackage[], owners: FileOwners): number {
  const all = locations.map(({ place }) => owners.of(place));
  const isSystem = (at: number): boolean => found[at]?.isOfSystem === true;
  return all.every(isSystem) ? (all[0] ?? -1) : -1;
}

/** The first of the same name that another cataloger found; else the package itself. Copies that one cataloger found are several things. */
function twinOf(one: Package, at: number, found: readonly FoundPackage[], twins: Map<string, number>): number {
  const { type, namespace, name, version, architecture, foundBy } = one;
  const key = JSON.stringify([type, namespace, name, version, architecture]);
  const twin = twins.get(key);
  if (twin === undefined) twins.set(key, at);
  return twin === undefined || found[twin]?.package.foundBy === foundBy ? at : twin;
}

function join(one: FoundPackage, others: readonly FoundPackage[]): MergedPackage {
  const isTwin = (other: FoundPackage) => other.package.type === one.package.type && other.package.name === one.package.name;
  const twins = others.filter(isTwin);
  const contains = others.filter((other) => !isTwin(other)).map((other) => other.package);
  if (twins.length === 0) return { found: one, contains };
  const locations = [one, ...twins].flatMap((twin) => twin.package.locations);
  const licences = [one, ...twins].map((twin) => twin.package.licences).find((list) => list.length > 0) ?? [];
  return { found: { ...one, package: { ...one.package, locations, licences } }, contains };
}

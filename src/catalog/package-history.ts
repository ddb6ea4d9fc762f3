import type { FileTree } from '../model/file-tree.ts';
import type { Package } from '../model/package.ts';
import type { PackageEvent } from '../model/sbom.ts';
import { findScheme } from '../version/scheme-for.ts';
import type { Cataloger, PlacedFact } from './cataloger.ts';

/** What happened to packages from layer to layer. */
export interface PackageHistory {
  /** For each package of the image the layer from which on it always was there, and all that happened to it. */
  readonly since: readonly { readonly layer: number; readonly history: readonly PackageEvent[] }[];
  /** Packages that are there no more, as they last were, in the order in which they went. */
  readonly gone: readonly { readonly package: Package; readonly history: readonly PackageEvent[] }[];
}

/**
 * Follows packages through the layers. After each layer that wrote, hid or deleted one of the files that tell of packages, the
 * packages are those of the files that were to be seen then: what came and what went is the difference.
 */
export function followPackages(
  cataloger: Cataloger,
  tree: FileTree,
  facts: readonly PlacedFact[],
  packages: readonly Package[],
): PackageHistory {
  const spans = facts.map((fact) => ({ fact, from: fact.place.layer, until: tree.hiddenFrom(fact.place) }));
  const changes = new Set(spans.flatMap(({ from, until }) => [from, until]));
  const layers = [...changes].filter((layer) => layer < tree.layers).toSorted((a, b) => a - b);
  const known = new Map<string, Followed>();
  for (const layer of layers) {
    const held = spans.filter(({ from, until }) => from <= layer && layer < until).map(({ fact }) => fact);
    follow(known, layer === layers.at(-1) ? packages : held.length === 0 ? [] : cataloger.assemble(tree, held), layer);
  }
  return {
    since: packages.map((one) => {
      const followed = known.get(identityOf(one));
      const since = followed?.versions.get(versionOf(one));
      return { layer: since ?? firstLayer(one), history: followed?.history ?? [] };
    }),
    gone: [...known.values()].filter(({ versions }) => versions.size === 0).map(({ last, history }) => ({ package: last, history })),
  };
}

interface Followed {
  /** As it last was. */
  last: Package;
  /** The versions that are there, and since which layer; mostly one. */
  versions: Map<string, number>;
  readonly history: PackageEvent[];
}

function follow(known: Map<string, Followed>, found: readonly Package[], layer: number): void {
  const now = Map.groupBy(found, identityOf);
  for (const [identity, packages] of now) {
    const [first] = packages;
    if (first === undefined) continue;
    const followed = known.get(identity) ?? { last: first, versions: new Map(), history: [] };
    known.set(identity, followed);
    const versions = new Map(packages.map((one) => [versionOf(one), followed.versions.get(versionOf(one)) ?? layer]));
    tellChange(followed, versions, layer);
    followed.last = first;
    followed.versions = versions;
  }
  for (const [identity, followed] of known) {
    if (now.has(identity) || followed.versions.size === 0) continue;
    followed.history.push({ kind: 'removed', layer, version: followed.last.version, from: null });
    followed.versions = new Map();
  }
}

function tellChange({ last, history, versions: before }: Followed, now: ReadonlyMap<string, number>, layer: number): void {
  const [came, went] = [[...now.keys()].filter((version) => !before.has(version)), [...before.keys()].filter((one) => !now.has(one))];
  for (const version of came) {
    const from = went.shift() ?? null;
    const kind =
      from !== null ? directionOf(last.type, from, version) : before.size === 0 && history.length > 0 ? 'reinstalled' : 'introduced';
    history.push({ kind, layer, version: version || null, from });
  }
  for (const version of went) history.push({ kind: 'removed', layer, version: version || null, from: null });
}

/** Which way a version went; `changed` where the scheme makes nothing of one of them, or takes them for the same. */
function directionOf(type: string, from: string, to: string): PackageEvent['kind'] {
  const scheme = findScheme(type);
  if (scheme === null || scheme.parse(from) === null || scheme.parse(to) === null) return 'changed';
  const order = scheme.compare(from, to);
  return order === 0 ? 'changed' : order < 0 ? 'upgraded' : 'downgraded';
}

/**
 * A package whatever its version: kind, name, architecture, and the file that tells of it, in whose path the version may stand
 * (`six-1.16.0.dist-info`). Two copies in two places are two packages.
 */
function identityOf({ type, namespace, name, version, architecture, locations }: Package): string {
  const path = locations[0]?.path ?? '';
  return JSON.stringify([type, namespace, name, architecture, version === null || version === '' ? path : path.replaceAll(version, '*')]);
}

function versionOf({ version }: Package): string {
  return version ?? '';
}

function firstLayer({ locations }: Package): number {
  return Math.min(...locations.map(({ place }) => place.layer));
}

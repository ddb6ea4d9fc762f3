import type { RemovalCause } from '../model/file-tree.ts';
import { growColumn, growInts } from './columns.ts';
import type { PathNodes } from './path-nodes.ts';

/** What a version is: an entry of a layer, a folder nobody wrote an entry for, or a removal. */
export const IMPLICIT = -1;
const REMOVALS: readonly RemovalCause[] = ['whiteout', 'parent-whiteout', 'opaque', 'replaced'];
const FIRST_REMOVAL = -2;

/** No type: of a removal, and of a hard link that leads nowhere yet. */
export const NO_TYPE = 255;

/**
 * What each layer made of each path, newest first: a chain of versions for each node. Of one layer only the last stays in
 * the chain, and a removal before it, so that what a path hides can be told for good.
 */
export interface PathVersions {
  readonly count: () => number;
  /** The newest version of a node; -1 where it has none (any more). */
  current(node: number): number;
  isLive(version: number): boolean;
  node(version: number): number;
  layer(version: number): number;
  /** A row of the layer's table, IMPLICIT, or less for a removal. */
  row(version: number): number;
  /** The version whose body this one has: itself, or a hard link's file; -1 where there is none. */
  body(version: number): number;
  type(version: number): number;
  previous(version: number): number;
  cause(version: number): RemovalCause;
  /** Makes a live version the newest of its node. `body` null: its own. */
  write(node: number, layer: number, row: number, type: number, body?: number): number;
  /** Removes a live node, without what lies below it. */
  remove(node: number, layer: number, cause: RemovalCause): void;
  /** Takes away what this layer made of the node, as if it never had. */
  forget(node: number, layer: number): void;
  setBody(version: number, body: number): void;
  /** How many nodes are live, the root not counted. */
  live(): number;
}

export function growVersions(nodes: PathNodes): PathVersions {
  const newest = growInts();
  const nodeOf = growInts();
  const layers = growInts();
  const rows = growInts();
  const bodies = growInts();
  const previous = growInts();
  const types = growColumn((length) => new Uint8Array(length));
  let live = 0;

  const current = (node: number): number => (node < newest.length ? newest.get(node) : -1);
  const isLive = (version: number): boolean => version >= 0 && rows.get(version) >= IMPLICIT;

  function setNewest(node: number, version: number): void {
    const [was, is] = [isLive(current(node)), isLive(version)];
    while (newest.length <= node) newest.push(-1);
    newest.set(node, version);
    if (was === is || node === 0) return;
    live += is ? 1 : -1;
    if (is) nodes.attach(node);
    else nodes.detach(node);
  }

  /** The newest version that stays when this layer writes anew: of lower layers, or a removal by this one. */
  function kept(node: number, layer: number): number {
    const version = current(node);
    return isLive(version) && layers.get(version) === layer ? previous.get(version) : version;
  }

  function push(node: number, layer: number, row: number, type: number, below: number): number {
    const version = nodeOf.push(node);
    layers.push(layer);
    rows.push(row);
    types.push(type);
    bodies.push(version);
    previous.push(below);
    return version;
  }

  return {
    count: () => nodeOf.length,
    current,
    isLive,
    node: (version) => nodeOf.get(version),
    layer: (version) => layers.get(version),
    row: (version) => rows.get(version),
    body: (version) => bodies.get(version),
    type: (version) => types.get(version),
    previous: (version) => previous.get(version),
    cause: (version) => REMOVALS[FIRST_REMOVAL - rows.get(version)] ?? 'whiteout',
    write(node, layer, row, type, body) {
      const version = push(node, layer, row, type, kept(node, layer));
      if (body !== undefined) bodies.set(version, body);
      setNewest(node, version);
      return version;
    },
    remove(node, layer, cause) {
      const below = kept(node, layer);
      const isGone = !isLive(below);
      setNewest(node, isGone ? below : push(node, layer, FIRST_REMOVAL - REMOVALS.indexOf(cause), NO_TYPE, below));
    },
    forget: (node, layer) => setNewest(node, kept(node, layer)),
    setBody(version, body) {
      bodies.set(version, body);
      types.set(version, body < 0 ? NO_TYPE : types.get(body));
    },
    live: () => live,
  };
}

import type { RemovalCause } from '../model/file-tree.ts';
import { doubled } from './columns.ts';
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
  /** Makes a live version the newest of its node. Without `body` its own. */
  write(node: number, layer: number, row: number, type: number, body?: number): number;
  /** Removes a live node, without what lies below it. */
  remove(node: number, layer: number, cause: RemovalCause): void;
  /** Takes away what this layer made of the node, as if it never had. */
  forget(node: number, layer: number): void;
  setBody(version: number, body: number): void;
  /** How many nodes are live, the root not counted. */
  live(): number;
}

/** `expected` versions take no growing. */
export function growVersions(nodes: PathNodes, expected = 0): PathVersions {
  const room = Math.max(expected, 1024);
  // By node.
  let newest = new Int32Array(room).fill(-1);
  // By version; written out for speed, as in path-nodes.ts.
  let nodeOf = new Int32Array(room);
  let layers = new Int32Array(room);
  let rows = new Int32Array(room);
  let bodies = new Int32Array(room);
  let previous = new Int32Array(room);
  let types = new Uint8Array(room);
  let count = 0;
  let live = 0;

  const current = (node: number): number => newest[node] ?? -1;
  const isLive = (version: number): boolean => version >= 0 && (rows[version] ?? 0) >= IMPLICIT;

  function setNewest(node: number, version: number): void {
    const [was, is] = [isLive(current(node)), isLive(version)];
    if (node >= newest.length) {
      const wider = new Int32Array(Math.max(node + 1, newest.length * 2)).fill(-1, newest.length);
      wider.set(newest);
      newest = wider;
    }
    newest[node] = version;
    if (was === is || node === 0) return;
    live += is ? 1 : -1;
    if (is) nodes.attach(node);
    else nodes.detach(node);
  }

  /** The newest version that stays when this layer writes anew: of lower layers, or a removal by this one. */
  function kept(node: number, layer: number): number {
    const version = current(node);
    return isLive(version) && layers[version] === layer ? (previous[version] ?? -1) : version;
  }

  function push(node: number, layer: number, row: number, type: number, below: number): number {
    if (count === nodeOf.length) {
      nodeOf = doubled(nodeOf);
      layers = doubled(layers);
      rows = doubled(rows);
      bodies = doubled(bodies);
      previous = doubled(previous);
      types = widened(types);
    }
    const version = count;
    count += 1;
    nodeOf[version] = node;
    layers[version] = layer;
    rows[version] = row;
    types[version] = type;
    bodies[version] = version;
    previous[version] = below;
    return version;
  }

  function remove(node: number, layer: number, cause: RemovalCause): void {
    const below = kept(node, layer);
    setNewest(node, isLive(below) ? push(node, layer, FIRST_REMOVAL - REMOVALS.indexOf(cause), NO_TYPE, below) : below);
  }

  return {
    count: () => count,
    current,
    isLive,
    node: (version) => nodeOf[version] ?? 0,
    layer: (version) => layers[version] ?? 0,
    row: (version) => rows[version] ?? IMPLICIT,
    body: (version) => bodies[version] ?? -1,
    type: (version) => types[version] ?? NO_TYPE,
    previous: (version) => previous[version] ?? -1,
    cause: (version) => REMOVALS[FIRST_REMOVAL - (rows[version] ?? 0)] ?? 'whiteout',
    write(node, layer, row, type, body) {
      const version = push(node, layer, row, type, kept(node, layer));
      if (body !== undefined) bodies[version] = body;
      setNewest(node, version);
      return version;
    },
    remove,
    forget: (node, layer) => setNewest(node, kept(node, layer)),
    setBody(version, body) {
      bodies[version] = body;
      types[version] = body < 0 ? NO_TYPE : (types[body] ?? NO_TYPE);
    },
    live: () => live,
  };
}

function widened(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const wider = new Uint8Array(bytes.length * 2);
  wider.set(bytes);
  return wider;
}

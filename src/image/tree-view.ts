import type { FileEntry } from '../model/file-entry.ts';
import { FILE_TYPES } from '../model/file-entry.ts';
import type { EntryPlace, FileTree, LayerChanges, TreeEntry } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import { readEntry, rowPath } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import { linkTarget } from './link-target.ts';
import type { PathNodes } from './path-nodes.ts';
import type { PathVersions } from './path-versions.ts';
import type { Walk } from './walk-path.ts';
import { walkPath } from './walk-path.ts';

const DIRECTORY = FILE_TYPES.indexOf('directory');

/** The FileTree of squashed layers: objects are made for the paths asked about only. */
export function viewTree(
  layers: readonly LayerAnalysis[],
  nodes: PathNodes,
  versions: PathVersions,
  problems: readonly Problem[],
): FileTree {
  const find = nodeFinder(nodes);
  const entryOf = (version: number, path?: string) => treeEntry(layers, nodes, versions, version, path);
  const walk: Walk = {
    nodes,
    versions,
    link: (version) => linkTarget(layers, versions, version),
    enter: (node) => versions.type(versions.current(node)) === DIRECTORY,
    step: (directory, name) => nodes.child(directory, nodes.names.find(name)),
    followLast: true,
  };
  const currentOf = (node: number): TreeEntry | null =>
    node >= 0 && versions.isLive(versions.current(node)) ? entryOf(versions.current(node)) : null;
  let steps: readonly (readonly number[])[] | null = null;
  let rows: readonly Uint8Array[] | null = null;
  return {
    layers: layers.length,
    get count() {
      return versions.live();
    },
    problems,
    get: (path) => currentOf(find(path)),
    locate(path) {
      const node = find(path);
      const version = node < 0 ? -1 : versions.current(node);
      const place = versions.isLive(version) ? placeOf(versions, version) : null;
      return place === null || place.row < 0 ? null : place;
    },
    resolve: (path) => currentOf(walkPath(path, 0, walk)),
    list: (path) => childrenOf(nodes, find(path)).map((child) => nodes.name(child)),
    entries: () => eachEntry(nodes, versions, entryOf),
    hidden: (path) => hiddenBelow(versions, find(path)).map((version) => entryOf(version)),
    isCurrent: (place) => hiddenFrom(layers, find, versions, place) === layers.length,
    hiddenFrom: (place) => hiddenFrom(layers, find, versions, place),
    currentRows(layer) {
      rows ??= rowsByLayer(layers, nodes, versions);
      return rows[layer] ?? new Uint8Array(0);
    },
    changes(layer) {
      steps ??= stepsByLayer(layers.length, nodes, versions);
      return layerChanges(steps[layer] ?? [], versions, entryOf);
    },
  };
}

/** Finds the node of a path, links not followed; -1 where no layer ever had it. For a tree that grows no more. */
type FindNode = (path: string) => number;

function nodeFinder(nodes: PathNodes): FindNode {
  let last = { folder: '', node: 0 };

  function step(node: number, part: string): number {
    return node < 0 || part === '' || part === '.' ? node : nodes.child(node, nodes.names.find(part));
  }

  return (path) => {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    // Paths are asked about folder by folder, nearly always.
    if (folder !== last.folder) last = { folder, node: folder.split('/').reduce(step, 0) };
    return step(last.node, path.slice(slash + 1));
  };
}

function treeEntry(
  layers: readonly LayerAnalysis[],
  nodes: PathNodes,
  versions: PathVersions,
  version: number,
  path: string = nodes.path(versions.node(version)),
): TreeEntry {
  const place = placeOf(versions, version);
  const body = versions.body(version);
  const content = body < 0 ? null : placeOf(versions, body);
  const { layer } = place;
  if (place.row < 0) return { ...IMPLICIT_FOLDER, path, layer, row: null, content: null, hardLink: false };
  const source = content ?? place;
  const table = layers[source.layer]?.entries;
  const entry = table === undefined ? { ...IMPLICIT_FOLDER, path } : readEntry(table, source.row, path);
  const hardLink = body !== version;
  return { ...entry, layer, row: place.row, content, hardLink };
}

const IMPLICIT_FOLDER: Omit<FileEntry, 'path'> = {
  type: 'directory',
  size: 0,
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtime: 0,
  link: null,
  device: null,
  xattrs: [],
  offset: null,
};

function placeOf(versions: PathVersions, version: number): EntryPlace {
  return { layer: versions.layer(version), row: versions.row(version) };
}

/** Sorted by name. */
function childrenOf(nodes: PathNodes, node: number): readonly number[] {
  const children: number[] = [];
  if (node < 0) return children;
  for (let child = nodes.first(node); child >= 0; child = nodes.next(child)) children.push(child);
  return children.sort((a, b) => (nodes.name(a) < nodes.name(b) ? -1 : 1));
}

function* eachEntry(
  nodes: PathNodes,
  versions: PathVersions,
  entryOf: (version: number, path: string) => TreeEntry,
): IterableIterator<TreeEntry> {
  const rest = childrenOf(nodes, 0)
    .map((node) => ({ node, folder: '' }))
    .reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node, folder } = next;
    const path = folder + nodes.name(node);
    yield entryOf(versions.current(node), path);
    const children = childrenOf(nodes, node);
    for (let i = children.length - 1; i >= 0; i -= 1) rest.push({ node: children[i] ?? 0, folder: `${path}/` });
  }
}

/** The live versions below the newest, nearest first. */
function hiddenBelow(versions: PathVersions, node: number): readonly number[] {
  const found: number[] = [];
  if (node < 0 || versions.current(node) < 0) return found;
  for (let at = versions.previous(versions.current(node)); at >= 0; at = versions.previous(at)) if (isWritten(versions, at)) found.push(at);
  return found;
}

/** The root stands below every layer, written by none. */
function isWritten(versions: PathVersions, version: number): boolean {
  return versions.isLive(version) && !(versions.node(version) === 0 && versions.row(version) < 0);
}

function hiddenFrom(layers: readonly LayerAnalysis[], find: FindNode, versions: PathVersions, { layer, row }: EntryPlace): number {
  const table = layers[layer]?.entries;
  if (table === undefined || row < 0 || row >= table.count) return layer;
  const node = find(rowPath(table, row));
  let until = layers.length;
  for (let version = node < 0 ? -1 : versions.current(node); version >= 0; version = versions.previous(version)) {
    if (versions.layer(version) === layer && versions.row(version) === row) return until;
    until = versions.layer(version);
  }
  return layer;
}

function rowsByLayer(layers: readonly LayerAnalysis[], nodes: PathNodes, versions: PathVersions): readonly Uint8Array[] {
  const rows = layers.map(({ entries }) => new Uint8Array(entries.count));
  for (let node = 1; node < nodes.count(); node += 1) {
    const version = versions.current(node);
    const row = versions.isLive(version) ? versions.row(version) : -1;
    const own = rows[versions.layer(version)];
    if (row >= 0 && own !== undefined) own[row] = 1;
  }
  return rows;
}

/** For each layer the versions that are its last word on their paths. Numbers only: there are as many as the image has files. */
function stepsByLayer(layers: number, nodes: PathNodes, versions: PathVersions): readonly (readonly number[])[] {
  const steps = Array.from({ length: layers }, (): number[] => []);
  for (let node = 1; node < nodes.count(); node += 1) {
    for (let version = versions.current(node); version >= 0; version = belowLayer(versions, version))
      steps[versions.layer(version)]?.push(version);
  }
  return steps;
}

function layerChanges(steps: readonly number[], versions: PathVersions, entryOf: (version: number) => TreeEntry): LayerChanges {
  const added: LayerChanges['added'][number][] = [];
  const changed: LayerChanges['changed'][number][] = [];
  const removed: LayerChanges['removed'][number][] = [];
  for (const version of steps) {
    const below = belowLayer(versions, version);
    const [isLive, wasLive] = [versions.isLive(version), versions.isLive(below)];
    if (isLive && wasLive) changed.push({ entry: entryOf(version), below: entryOf(below) });
    else if (isLive) added.push(entryOf(version));
    else if (wasLive) removed.push({ below: entryOf(below), cause: versions.cause(version) });
  }
  return {
    added: added.sort((a, b) => compareText(a.path, b.path)),
    changed: changed.sort((a, b) => compareText(a.entry.path, b.entry.path)),
    removed: removed.sort((a, b) => compareText(a.below.path, b.below.path)),
  };
}

/** The newest version of the layers below this one's; -1 where there is none. */
function belowLayer(versions: PathVersions, version: number): number {
  let at = versions.previous(version);
  while (at >= 0 && versions.layer(at) === versions.layer(version)) at = versions.previous(at);
  return at;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

import { FILE_TYPES } from '../model/file-entry.ts';
import type { FileTree, RemovalCause } from '../model/file-tree.ts';
import { showPath } from '../model/image-path.ts';
import type { EntryTable, LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import { boundProblems } from './bound-problems.ts';
import { linkTarget } from './link-target.ts';
import { viewTree } from './tree-view.ts';
import { hardLinks } from './hard-links.ts';
import type { PathNodes } from './path-nodes.ts';
import { growNodes } from './path-nodes.ts';
import type { PathVersions } from './path-versions.ts';
import { growVersions, IMPLICIT } from './path-versions.ts';
import { walkPath } from './walk-path.ts';
import { AUFS_LINKS } from './whiteout.ts';

const DIRECTORY = FILE_TYPES.indexOf('directory');
const SYMLINK = FILE_TYPES.indexOf('symlink');
const HARD_LINK = FILE_TYPES.indexOf('hardlink');
/** The root's place among the names. */
const ROOT_NAME = 0;

/**
 * Lays the layers one on the other, the lowest first, as overlay file systems do. Markers of a layer work on what is below it
 * only, wherever they stand in it (OCI image-spec, layer.md); its entries work in order, the last of a path counts.
 */
export function squash(layers: readonly LayerAnalysis[]): FileTree {
  // Folders that no entry stands for are few; where they are many, the columns grow.
  const expected = 1 + layers.reduce((sum, { entries }) => sum + entries.count, 0);
  const nodes = growNodes(expected);
  const versions = growVersions(nodes, expected);
  const problems = boundProblems();
  versions.write(0, 0, IMPLICIT, DIRECTORY);
  for (const [layer, analysis] of layers.entries()) applyLayer({ nodes, versions, layers, analysis, layer, tell: problems.add });
  return viewTree(layers, nodes, versions, problems.done());
}

/** All that applying one layer works on. */
export interface Application {
  readonly nodes: PathNodes;
  readonly versions: PathVersions;
  readonly layers: readonly LayerAnalysis[];
  readonly analysis: LayerAnalysis;
  /** Its place among the layers. */
  readonly layer: number;
  readonly tell: (problem: Problem) => void;
}

function applyLayer(application: Application): void {
  const { analysis, nodes } = application;
  const names = internNames(analysis.entries, nodes);
  applyMarkers(application, names);
  const folders = openFolders(application, names);
  const links = hardLinks(application);
  // containerd makes the folder that a marker lies in, like that of any entry.
  for (const folder of analysis.whiteouts.folder) folders.open(folder);
  for (const folder of analysis.opaque) folders.open(folder);
  for (let row = 0; row < analysis.entries.count; row += 1) applyEntry(application, row, names, folders, links);
  links.settle();
  forgetAufsLinks(application);
}

/** From places in the layer's strings to places in the tree's names; only those that are names are looked up. */
function internNames(entries: EntryTable, nodes: PathNodes): (place: number) => number {
  const known = new Int32Array(entries.strings.length).fill(-1);
  return (place) => {
    const name = known[place] ?? -1;
    if (name >= 0) return name;
    const fresh = nodes.names.put(entries.strings[place] ?? '');
    known[place] = fresh;
    return fresh;
  };
}

function applyMarkers(application: Application, names: (place: number) => number): void {
  const { analysis, nodes } = application;
  const { entries, whiteouts, opaque } = analysis;
  const found = new Int32Array(entries.folderParent.length).fill(UNSOUGHT);
  const find = (folder: number): number => {
    if (folder === 0) return 0;
    const known = found[folder] ?? UNSOUGHT;
    if (known !== UNSOUGHT) return known;
    const parent = find(entries.folderParent[folder] ?? 0);
    const node = parent < 0 ? -1 : nodes.child(parent, names(entries.folderName[folder] ?? 0));
    found[folder] = node;
    return node;
  };
  for (const [i, folder] of whiteouts.folder.entries()) {
    const parent = find(folder);
    const node = parent < 0 ? -1 : nodes.child(parent, names(whiteouts.name[i] ?? 0));
    if (node > 0) removeTree(application, node);
  }
  for (const folder of opaque) {
    const node = find(folder);
    if (node >= 0) removeBelow(application, node, 'opaque');
  }
}

const UNSOUGHT = -2;

function removeTree(application: Application, node: number): void {
  const { versions, layer } = application;
  if (!versions.isLive(versions.current(node))) return;
  removeBelow(application, node, 'parent-whiteout');
  versions.remove(node, layer, 'whiteout');
}

function removeBelow({ nodes, versions, layer }: Application, node: number, cause: RemovalCause): void {
  clearBelow(nodes, node, (one) => versions.remove(one, layer, cause));
}

/** The deepest first, without recursion: links can make trees deeper than any one path. `take` takes a node out of its list. */
function clearBelow(nodes: PathNodes, node: number, take: (node: number) => void): void {
  for (let at = node; ; ) {
    const child = nodes.first(at);
    if (child < 0 && at === node) return;
    if (child < 0) take(at);
    at = child < 0 ? nodes.parent(at) : child;
  }
}

/** What only hard links of this layer could lead to is no file of the image; its versions stay for their sake. */
function forgetAufsLinks({ nodes, versions, layer }: Application): void {
  const node = nodes.child(0, nodes.names.find(AUFS_LINKS));
  if (node < 0 || !versions.isLive(versions.current(node))) return;
  clearBelow(nodes, node, (one) => versions.forget(one, layer));
  versions.forget(node, layer);
}

interface Folders {
  /** The node of a folder of the layer, made where need be; -1 where links go round in a circle. */
  open(folder: number): number;
  /** Call when a link of this layer was replaced: folders found through it are looked for anew. */
  relink(): void;
}

function openFolders(application: Application, names: (place: number) => number): Folders {
  const { nodes, versions, analysis } = application;
  const { entries } = analysis;
  const found = new Int32Array(entries.folderParent.length).fill(-1);
  const stamps = new Int32Array(entries.folderParent.length);
  let stamp = 0;

  function open(folder: number): number {
    if (folder === 0) return 0;
    const known = found[folder] ?? -1;
    if (known >= 0 && stamps[folder] === stamp && isDirectory(versions, known)) return known;
    const parent = open(entries.folderParent[folder] ?? 0);
    const node = parent < 0 ? -1 : openFolder(application, parent, nodes.make(parent, names(entries.folderName[folder] ?? 0)));
    found[folder] = node;
    stamps[folder] = stamp;
    return node;
  }

  return {
    open,
    relink() {
      stamp += 1;
    },
  };
}

/** A link of the same layer is followed, as all who unpack layers do. Whatever else is there becomes a directory. */
function openFolder(application: Application, parent: number, node: number): number {
  const { nodes, versions, layer, layers, tell } = application;
  const current = versions.current(node);
  const isOurLink = versions.isLive(current) && versions.layer(current) === layer && versions.type(current) === SYMLINK;
  if (!isOurLink) {
    makeDirectory(application, node);
    return node;
  }
  const enter = (one: number) => {
    makeDirectory(application, one);
    return true;
  };
  const link = (version: number) => linkTarget(layers, versions, version);
  const step = (directory: number, name: string) => nodes.make(directory, nodes.names.put(name));
  const target = walkPath(nodes.name(node), parent, { nodes, versions, link, enter, step, followLast: true });
  if (target >= 0) makeDirectory(application, target);
  else tell(misplaced(application, node, 'is a link that leads nowhere, and yet there are entries below it'));
  return target;
}

/** In an overlay a folder of the upper layer takes the place of whatever else lies below it, a link too. */
function makeDirectory(application: Application, node: number): void {
  const { versions, layer, tell } = application;
  if (isDirectory(versions, node)) return;
  const current = versions.current(node);
  if (versions.isLive(current) && versions.layer(current) === layer)
    tell(misplaced(application, node, 'is both a folder and none in one layer; the folder was kept'));
  versions.write(node, layer, IMPLICIT, DIRECTORY);
}

function isDirectory(versions: PathVersions, node: number): boolean {
  const current = versions.current(node);
  return versions.isLive(current) && versions.type(current) === DIRECTORY;
}

function applyEntry(
  application: Application,
  row: number,
  names: (place: number) => number,
  folders: Folders,
  links: ReturnType<typeof hardLinks>,
): void {
  const { nodes, versions, analysis, layer } = application;
  const { entries } = analysis;
  const folder = folders.open(entries.folder[row] ?? 0);
  if (folder < 0) return;
  const name = names(entries.name[row] ?? 0);
  const type = entries.type[row] ?? 0;
  const node = folder === 0 && name === ROOT_NAME ? 0 : nodes.make(folder, name);
  const current = versions.current(node);
  if (type !== DIRECTORY && isDirectory(versions, node)) {
    if (node === 0) return application.tell(misplaced(application, 0, 'is said to be no folder'));
    removeBelow(application, node, 'replaced');
  }
  const wasOurLink = versions.isLive(current) && versions.layer(current) === layer && versions.type(current) === SYMLINK;
  if (type === HARD_LINK) links.write(node, row);
  else versions.write(node, layer, row, type);
  if (wasOurLink) folders.relink();
}

function misplaced({ nodes, layer }: Application, node: number, why: string): Problem {
  return { kind: 'odd-entry', message: `${showPath(nodes.path(node))} ${why}`, where: `layer ${layer + 1}`, incomplete: false };
}

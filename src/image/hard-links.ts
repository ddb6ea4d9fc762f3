import { FILE_TYPES } from '../model/file-entry.ts';
import { showPath } from '../model/image-path.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import { linkTarget } from './link-target.ts';
import type { PathNodes } from './path-nodes.ts';
import type { PathVersions } from './path-versions.ts';
import { NO_TYPE } from './path-versions.ts';
import { walkPath } from './walk-path.ts';

const DIRECTORY = FILE_TYPES.indexOf('directory');

interface LinkedLayer {
  readonly nodes: PathNodes;
  readonly versions: PathVersions;
  readonly layers: readonly LayerAnalysis[];
  readonly analysis: LayerAnalysis;
  readonly layer: number;
  readonly tell: (problem: Problem) => void;
}

/** The hard links of a layer that is being applied. */
export interface HardLinks {
  /** Makes a node another name of what its target is now, be it of this layer or of one below. */
  write(node: number, row: number): void;
  /** Call at the layer's end: finds the files of links that came before them. */
  settle(): void;
}

export function hardLinks(application: LinkedLayer): HardLinks {
  const { nodes, versions, layer, tell } = application;
  /** Links whose file is not there yet, and the rows that name it. */
  const waiting = new Map<number, number>();

  /** The version a link's row leads to; -1 where there is none or a directory. */
  function target(row: number): number {
    const node = findTarget(application, row);
    const version = node < 0 ? -1 : unmarked(application, node);
    return versions.isLive(version) && versions.type(version) !== DIRECTORY ? version : -1;
  }

  /** Follows a chain of waiting links to its end, and gives all of them the file found there. */
  function settleChain(first: number): void {
    const chain = new Set<number>();
    let version = first;
    for (let row = waiting.get(version); row !== undefined && !chain.has(version); row = waiting.get(version)) {
      chain.add(version);
      version = target(row);
    }
    const body = version < 0 || chain.has(version) ? -1 : versions.body(version);
    for (const one of chain) {
      waiting.delete(one);
      versions.setBody(one, body);
      if (body < 0) tell(broken(versions, nodes, one, layer));
    }
  }

  return {
    write(node, row) {
      const found = target(row);
      const body = found < 0 ? -1 : versions.body(found);
      const version = versions.write(node, layer, row, body < 0 ? NO_TYPE : versions.type(body), body);
      if (body < 0) waiting.set(version, row);
    },
    settle() {
      for (const version of [...waiting.keys()]) if (waiting.has(version)) settleChain(version);
    },
  };
}

function findTarget(application: LinkedLayer, row: number): number {
  const { nodes, versions, layers, analysis } = application;
  const { entries } = analysis;
  const path = entries.strings[entries.link[row] ?? -1] ?? '';
  return walkPath(path, 0, {
    nodes,
    versions,
    link: (version) => linkTarget(layers, versions, version),
    enter: (node) => versions.type(unmarked(application, node)) === DIRECTORY,
    step: (directory, name) => nodes.child(directory, nodes.names.find(name)),
    followLast: false,
  });
}

/**
 * The newest version of a node, or the one below where a marker of this layer took it away: who unpacks the layer in order makes
 * `b => a` before `.wh.a` removes `a`. Where in the layer a marker stood is not kept, and the other order unpacks nowhere.
 */
function unmarked({ versions, layer }: LinkedLayer, node: number): number {
  const version = versions.current(node);
  const isMarked = version >= 0 && !versions.isLive(version) && versions.layer(version) === layer && versions.cause(version) !== 'replaced';
  return isMarked ? versions.previous(version) : version;
}

function broken(versions: PathVersions, nodes: PathNodes, version: number, layer: number): Problem {
  const path = showPath(nodes.path(versions.node(version)));
  return { kind: 'broken-hard-link', message: `the hard link ${path} leads to no file`, where: `layer ${layer + 1}`, incomplete: false };
}

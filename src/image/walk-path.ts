import { FILE_TYPES } from '../model/file-entry.ts';
import type { PathNodes } from './path-nodes.ts';
import type { PathVersions } from './path-versions.ts';

/** As many links as Linux follows for one path (path_resolution(7)). */
const MAX_LINKS = 40;
/** Linux makes no link with a longer target. */
const MAX_TARGET = 4096;

const SYMLINK = FILE_TYPES.indexOf('symlink');

export interface Walk {
  readonly nodes: PathNodes;
  readonly versions: PathVersions;
  /** The target of a symbolic link's version; null where it has none. */
  link(version: number): string | null;
  /** Whether one can go on below this node: it is a directory, or is made one. */
  enter(node: number): boolean;
  /** The node of a name in a directory; -1 ends the walk. */
  step(directory: number, name: string): number;
  /** Whether a link at the very end is followed too. */
  readonly followLast: boolean;
}

/**
 * The node that `path` leads to from a directory, with `..` and symbolic links as a kernel sees them whose root is the image's:
 * nothing leads out. -1 where it leads nowhere, or over more than 40 links.
 */
export function walkPath(path: string, from: number, walk: Walk): number {
  const { nodes, versions } = walk;
  let at = path.startsWith('/') ? 0 : from;
  let links = 0;
  const rest = partsOf(path);
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (!walk.enter(at)) return -1;
    if (part === '..') {
      at = Math.max(0, nodes.parent(at));
      continue;
    }
    const node = walk.step(at, part);
    if (node < 0) return -1;
    const version = versions.current(node);
    const isFollowed = versions.isLive(version) && versions.type(version) === SYMLINK && (rest.length > 0 || walk.followLast);
    const target = isFollowed ? walk.link(version) : null;
    if (target === null) {
      at = node;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS || target === '' || target.length > MAX_TARGET) return -1;
    if (target.startsWith('/')) at = 0;
    rest.push(...partsOf(target));
  }
  return at;
}

/** The parts of a path that lead somewhere, the first one last. */
function partsOf(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}

/** A line of a drawn tree. */
export interface Branch {
  /** The whole path, without a leading slash. */
  readonly path: string;
  readonly name: string;
  /** What stands before the name: `│   ├── `. */
  readonly branch: string;
}

interface Node {
  readonly path: string;
  readonly children: Map<string, Node>;
}

/** Paths as a tree, names sorted; folders that are not among the paths are drawn too. The root is not. */
export function drawTree(paths: readonly string[]): readonly Branch[] {
  const root: Node = { path: '', children: new Map() };
  for (const path of paths) grow(root, path);
  const lines: Branch[] = [];
  const rest = branchesOf(root, '').reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node, name, before, isLast } = next;
    lines.push({ path: node.path, name, branch: `${before}${isLast ? '└── ' : '├── '}` });
    rest.push(...branchesOf(node, `${before}${isLast ? '    ' : '│   '}`).reverse());
  }
  return lines;
}

function grow(root: Node, path: string): void {
  let node = root;
  for (const name of path.split('/')) {
    const child = node.children.get(name) ?? { path: node.path === '' ? name : `${node.path}/${name}`, children: new Map() };
    node.children.set(name, child);
    node = child;
  }
}

interface Pending {
  readonly node: Node;
  readonly name: string;
  readonly before: string;
  readonly isLast: boolean;
}

function branchesOf({ children }: Node, before: string): Pending[] {
  const sorted = [...children].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, node], at) => ({ node, name, before, isLast: at === sorted.length - 1 }));
}

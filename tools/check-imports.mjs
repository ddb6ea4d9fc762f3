/**
 * The import check: every import under src/ against the table in layers.mjs, and the circles among modules.
 *
 * It counts what it looks at, since a check of imports that reads no module finds nothing wrong: it fails when it saw none,
 * when a file is in no folder of the table, and when the modules it read are not the files that lie there.
 */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { REASONS, ROWS } from './layers.mjs';
import { importsOf, parseModules } from './modules.mjs';
import { filesBelow, isTest } from './project.mjs';

/** Declarations of what the pure folders may use: read by tsconfig.pure.json alone, so that nothing else sees them. */
const DECLARATIONS = 'src/pure.d.ts';

/** `{ looked, problems }` for the project at `root`. */
export function checkImports(root, rows = ROWS) {
  const files = filesBelow(root, 'src').filter((path) => path !== DECLARATIONS);
  const modules = parseModules(root, modulesOf(root));
  const problems = [...countProblems(files, modules), ...pureFolderProblems(root, rows)];
  const graph = new Map();
  const shipped = shippedPackages(root);
  for (const { path, tree } of modules) {
    const edges = importsOf(tree).map((edge) => ({ ...edge, target: targetOf(path, edge.specifier) }));
    graph.set(
      path,
      edges.filter(({ typeOnly, target }) => !typeOnly && target !== null).map(({ target }) => target),
    );
    for (const edge of edges) {
      const reason = objectionTo(path, edge, rows, shipped);
      if (reason !== null) problems.push(`${path}:${edge.line} imports ${edge.specifier ?? 'a name that is not written out'}: ${reason}`);
    }
    if (folderOf(path, rows) === null) problems.push(`${path} is in no folder of the table in tools/layers.mjs`);
  }
  problems.push(...circles(graph));
  return { looked: `${modules.length} modules`, problems };
}

/** The modules that the type check reads, so that nothing escapes both. */
function modulesOf(root) {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames } = ts.parseJsonConfigFileContent(config.config ?? {}, ts.sys, root);
  return fileNames.map((name) => posix.relative(root, name)).filter((path) => path.startsWith('src/') && path !== DECLARATIONS);
}

function countProblems(files, modules) {
  if (modules.length === 0) return ['no module was looked at'];
  const read = new Set(modules.map(({ path }) => path));
  const unread = files.filter((path) => !read.has(path));
  return unread.map((path) => `${path} was not looked at: ${modules.length} modules were read, and ${files.length} files are in src`);
}

/** tsconfig.pure.json cannot read the table, so it repeats it. */
function pureFolderProblems(root, rows) {
  const config = ts.readConfigFile(join(root, 'tsconfig.pure.json'), ts.sys.readFile).config ?? {};
  const wanted = [DECLARATIONS, ...rows.filter((row) => row.pure).flatMap((row) => row.folders.map((folder) => `src/${folder}`))].sort();
  const given = [...(config.include ?? [])].sort();
  if (JSON.stringify(wanted) === JSON.stringify(given)) return [];
  return [`tsconfig.pure.json includes ${given.join(' ')}, but the table's pure folders are ${wanted.join(' ')}`];
}

/** Why this import is not allowed; null where it is. Tests may import what they like, being imported by nobody. */
function objectionTo(path, { specifier, target }, rows, shipped) {
  if (specifier === null) return 'the check cannot follow it; write the name out';
  if (target !== null && isTest(target)) return 'a test is imported by nobody';
  if (isTest(path)) return null;
  const from = folderOf(path, rows);
  if (from === null) return null;
  if (specifier.startsWith('node:')) return from.pure ? REASONS.platform : null;
  if (target === null) return shipped.has(packageOf(specifier)) ? null : REASONS.package;
  if (!target.startsWith('src/')) return 'outside src';
  const to = folderOf(target, rows);
  if (to === null || to.folder === from.folder || to.rank < from.rank) return null;
  if (to.rank > from.rank) return REASONS.up;
  return from.sideways && to.sideways ? null : REASONS.sideways;
}

function folderOf(path, rows) {
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  const row = rows.find(({ folders }) => folders.includes(folder));
  return row === undefined ? null : { ...row, folder };
}

/** The path from the root of what a relative import names; null for a package or a module of Node. */
function targetOf(path, specifier) {
  return specifier?.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null;
}

function packageOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function shippedPackages(root) {
  return new Set(Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies ?? {}));
}

/** Circles of imports that exist at run time, each told once, from the module where the walk met it. */
function circles(graph) {
  const done = new Set();
  const found = [];
  const walk = (path, above) => {
    if (above.includes(path)) return found.push(`imports go in a circle: ${[...above.slice(above.indexOf(path)), path].join(' → ')}`);
    if (done.has(path)) return found.length;
    for (const target of graph.get(path) ?? []) walk(target, [...above, path]);
    return done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

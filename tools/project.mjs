/**
 * What the tools know of the project's folder: where it is, which files are in it, and which Node runs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at its end. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Files below a folder of the project, as sorted paths from its root with `/`; none where there is no such folder. */
export function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => !path.includes('/node_modules/') && statSync(join(root, path)).isFile())
    .sort();
}

/** Files that git keeps or would keep; where this is no checkout, every file of the folders that hold sources. */
export function projectFiles(root) {
  const { status, stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) return ['src', 'tools', 'bin', 'bench', 'docs'].flatMap((folder) => filesBelow(root, folder));
  // To git a link to a folder is a file, such as a node_modules that is one.
  return stdout.split('\0').filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true);
}

/** Whether a file is a test. */
export function isTest(path) {
  return /\.test\.(ts|mjs)$/.test(path);
}

/** The Node that npm brought, else this one where it can strip types (a higher floor than the program's); else null. */
export function findNode() {
  const brought = join(ROOT, 'node_modules/node/bin/node');
  if (existsSync(brought)) return brought;
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18) ? process.execPath : null;
}

/** Whether this module is the one that Node was told to run. */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** Starts the running script anew under the right Node, where this is not it; ends the process where there is none. */
export function ensureNode() {
  const node = findNode();
  if (node === null) {
    console.error(`this needs Node 24, and this is ${process.version}: npm rebuild node --ignore-scripts=false`);
    process.exit(1);
  }
  if (realpathSync(node) === realpathSync(process.execPath)) return;
  const environment = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env: environment });
  process.exit(status ?? 1);
}

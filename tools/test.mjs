/**
 * Runs the tests, with the Node that npm brought.
 *
 *   node tools/test.mjs                the fast tests: what `npm test` runs
 *   node tools/test.mjs --slow         the slow ones too (x.slow.test.ts: real images, real npm)
 *   node tools/test.mjs --only-slow    the slow ones alone
 *   node tools/test.mjs src/codec …    only files below these paths
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['bench', 'bin', 'src', 'tools'];
const [FAST, SLOW] = [60_000, 600_000];

const args = process.argv.slice(2);
const paths = args.filter((arg) => !arg.startsWith('--')).map((path) => relative(root, path));
const files = FOLDERS.flatMap(filesBelow).filter(isChosen).sort();
if (files.length === 0) fail(`no test file${paths.length > 0 ? ` below ${paths.join(', ')}` : ''}`);
const node = findNode();
if (isStale()) runOrStop(node, ['tools/build.mjs']);
runOrStop(node, [
  '--test',
  `--test-timeout=${files.some(isSlow) ? SLOW : FAST}`,
  '--test-concurrency=2',
  '--test-reporter=./tools/test-reporter.mjs',
  ...files,
]);

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name));
}

function isChosen(path) {
  if (!/\.test\.(ts|mjs)$/.test(path)) return false;
  if (paths.length > 0 && !paths.some((under) => path === under || under === '' || path.startsWith(`${under}/`))) return false;
  if (args.includes('--only-slow')) return isSlow(path);
  return args.includes('--slow') || !isSlow(path) || paths.includes(path);
}

function isSlow(path) {
  return /\.slow\.test\.(ts|mjs)$/.test(path);
}

/** Tests are TypeScript that Node strips itself, so the floor is higher than the program's. */
function findNode() {
  const brought = join(root, 'node_modules/node/bin/node');
  if (existsSync(brought)) return brought;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(`the tests need Node 24, and this is ${process.version}: npm rebuild node --ignore-scripts=false`);
}

/** Whether anything the build reads is newer than what it wrote. */
function isStale() {
  const built = join(root, 'dist/third-party-licences.txt');
  if (!existsSync(built)) return true;
  const inputs = ['package.json', 'tools/build.mjs', ...filesBelow('src')];
  const newest = Math.max(...inputs.filter((path) => !/\.test\.ts$/.test(path)).map((path) => statSync(join(root, path)).mtimeMs));
  return newest > statSync(built).mtimeMs;
}

function runOrStop(command, commandArgs) {
  const environment = { ...process.env, PATH: `${dirname(command)}:${process.env.PATH}` };
  const { status } = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', env: environment });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(message) {
  console.error(`test: ${message}`);
  return process.exit(1);
}

/**
 * Runs the tests, with the Node that npm brought.
 *
 *   node tools/test.mjs                the fast tests: what `npm test` runs
 *   node tools/test.mjs --slow         the slow ones too (x.slow.test.ts: real images, real npm)
 *   node tools/test.mjs --only-slow    the slow ones alone
 *   node tools/test.mjs src/codec …    only files below these paths
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow, findNode, ROOT } from './project.mjs';

const FOLDERS = ['bench', 'bin', 'src', 'tools'];
const [FAST, SLOW] = [60_000, 600_000];

const args = process.argv.slice(2);
const paths = args.filter((arg) => !arg.startsWith('--')).map((path) => relative(ROOT, path));
const files = FOLDERS.flatMap((folder) => filesBelow(ROOT, folder))
  .filter(isChosen)
  .sort();
if (files.length === 0 && args.includes('--only-slow') && paths.length === 0) noSlowTest();
if (files.length === 0) fail(`no test file${paths.length > 0 ? ` below ${paths.join(', ')}` : ''}`);
const node = findNode() ?? fail(`the tests need Node 24, and this is ${process.version}: npm rebuild node --ignore-scripts=false`);
if (isStale()) build();
runOrStop(node, [
  '--test',
  `--test-timeout=${files.some(isSlow) ? SLOW : FAST}`,
  '--test-concurrency=2',
  '--test-reporter=./tools/test-reporter.mjs',
  ...files,
]);

function isChosen(path) {
  if (!/\.test\.(ts|mjs)$/.test(path)) return false;
  if (paths.length > 0 && !paths.some((under) => path === under || under === '' || path.startsWith(`${under}/`))) return false;
  if (args.includes('--only-slow')) return isSlow(path);
  return args.includes('--slow') || !isSlow(path) || paths.includes(path);
}

function isSlow(path) {
  return /\.slow\.test\.(ts|mjs)$/.test(path);
}

/** Whether anything the build reads is newer than what it wrote. */
function isStale() {
  const built = join(ROOT, 'dist/third-party-licences.txt');
  if (!existsSync(built)) return true;
  const inputs = ['package.json', 'tools/build.mjs', ...filesBelow(ROOT, 'src')];
  const newest = Math.max(...inputs.filter((path) => !/\.test\.ts$/.test(path)).map((path) => statSync(join(ROOT, path)).mtimeMs));
  return newest > statSync(built).mtimeMs;
}

/** What does not build fails the whole run; asked for a part, one may be at work on another. */
function build() {
  if (paths.length === 0) runOrStop(node, ['tools/build.mjs']);
  else if (run(node, ['tools/build.mjs'], 'ignore') !== 0) console.log('the build fails; the tests asked for run all the same');
}

function runOrStop(command, commandArgs) {
  const status = run(command, commandArgs, 'inherit');
  if (status !== 0) process.exit(status);
}

function run(command, commandArgs, stdio) {
  const environment = { ...process.env, PATH: `${dirname(command)}:${process.env.PATH}` };
  const { status } = spawnSync(command, commandArgs, { cwd: ROOT, stdio, env: environment });
  return status ?? 1;
}

function noSlowTest() {
  console.log('there is no slow test yet\n0 passed, 0 failed, 0 skipped');
  process.exit(0);
}

function fail(message) {
  console.error(`test: ${message}`);
  return process.exit(1);
}

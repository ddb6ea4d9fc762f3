/** The launcher in real folders: a checkout or a dependency, with and without the Node that npm brings. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('fromage.cjs', import.meta.url));
let project;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'fromage-launcher-')));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

test('--version is answered without a build and by an old Node', () => {
  checkout(project);
  for (const flag of ['--version', '-V', '-v', 'version']) {
    for (const node of [[], oldNode()])
      assert.deepEqual(run([...node, launcherIn(project), flag]), { status: 0, stdout: 'fromage 9.8.7\n', stderr: '' });
  }
});

test('a recent Node runs the build, with the arguments and the exit code', () => {
  checkout(project);
  build(project);
  const { status, stdout } = run([launcherIn(project), 'trace', '--x', 'a b']);
  assert.deepEqual(
    { status, said: JSON.parse(stdout) },
    { status: 4, said: { args: ['trace', '--x', 'a b'], old: false, handedOver: null } },
  );
});

test('an old Node hands over to the one npm brought', () => {
  checkout(project);
  build(project);
  bringNode(project);
  const { status, stdout } = run([...oldNode(), launcherIn(project), 'trace', '--x', 'a b']);
  assert.deepEqual(
    { status, said: JSON.parse(stdout) },
    { status: 4, said: { args: ['trace', '--x', 'a b'], old: false, handedOver: null } },
  );
});

test('standard input reaches the Node handed over to', () => {
  checkout(project);
  build(
    project,
    'process.stdin.on("data", (d) => process.stdout.write(d)); await new Promise((done) => process.stdin.on("end", done)); return 0;',
  );
  bringNode(project);
  assert.equal(run([...oldNode(), launcherIn(project)], { input: 'through' }).stdout, 'through');
});

test('as a dependency it finds the hoisted Node, past one that is too old', () => {
  const home = join(project, 'node_modules', 'fromage');
  checkout(home);
  build(home);
  bringNode(home, '18.20.0');
  assert.equal(run([...oldNode(), launcherIn(home)]).status, 3);
  bringNode(project);
  assert.equal(run([...oldNode(), launcherIn(home)]).status, 4);
});

test('a blocked install script is told apart, with the command that mends it', () => {
  checkout(project);
  build(project);
  blockNode(project);
  const { status, stdout, stderr } = run([...oldNode(), launcherIn(project), 'trace'], { cwd: project });
  assert.deepEqual({ status, stdout }, { status: 3, stdout: '' });
  assert.match(stderr, /needs Node 22\.15 or newer, and this is v20\.0\.0.*install scripts were blocked/);
  assert.match(stderr, /^ {2}npm rebuild node --ignore-scripts=false$/m);
  const elsewhere = run([...oldNode(), launcherIn(project), 'trace'], { cwd: tmpdir() });
  assert.ok(elsewhere.stderr.includes(`\n  npm --prefix "${project}" rebuild node --ignore-scripts=false\n`));
});

test('after npm ci --ignore-scripts neither Node nor the build is there, and one command mends both', () => {
  checkout(project);
  blockNode(project);
  const { status, stderr } = run([...oldNode(), launcherIn(project)], { cwd: project });
  assert.equal(status, 3);
  assert.match(stderr, /^ {2}npm ci --ignore-scripts=false$/m);
});

test('without any package node it says so', () => {
  checkout(project);
  build(project);
  const { status, stderr } = run([...oldNode(), launcherIn(project)]);
  assert.equal(status, 3);
  assert.match(stderr, /no package `node`.*\n {2}npm install --save-dev node@24\n/);
});

test('installed for the whole machine, it wants the Node there', () => {
  const home = join(project, 'lib', 'node_modules', 'fromage');
  checkout(home);
  build(home);
  const { stderr } = run([...oldNode(), launcherIn(home)]);
  assert.ok(stderr.includes(`\n  npm install --global --prefix "${project}" node@24\n`), stderr);
  bringNode(join(project, 'lib'));
  assert.equal(run([...oldNode(), launcherIn(home)]).status, 4);
});

test('a version that can’t be written is told, with the exit code for it', {
  skip: !existsSync('/dev/full') && 'no /dev/full here',
}, () => {
  checkout(project);
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = run([launcherIn(project), '--version'], { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  assert.equal(status, 3);
  assert.match(stderr, /^fromage: the answer could not be written: /);
});

test('a checkout in which nothing is installed wants npm ci', () => {
  checkout(project);
  writeFileSync(join(project, 'package-lock.json'), '{}');
  for (const node of [[], oldNode()]) {
    const { status, stderr } = run([...node, launcherIn(project)], { cwd: project });
    assert.equal(status, 3);
    assert.match(stderr, /^ {2}npm ci$/m);
  }
});

test('without a build a recent Node names the command', () => {
  checkout(project);
  const { status, stderr } = run([launcherIn(project), 'trace'], { cwd: project });
  assert.deepEqual({ status, stderr }, { status: 3, stderr: 'fromage: fromage is not built. This mends it:\n  npm run build\n' });
});

test('a Node that claims to be recent and is not is started once, not for ever', () => {
  checkout(project);
  build(project);
  bringNode(project);
  const { status } = run([...oldNode(), launcherIn(project)], { env: { ...process.env, NODE_OPTIONS: `--require ${oldNode()[1]}` } });
  assert.equal(status, 3);
});

test('a failure inside the program is no quiet success', () => {
  checkout(project);
  build(project, 'throw new Error("broken");');
  const { status, stderr } = run([launcherIn(project)]);
  assert.equal(status, 3);
  assert.match(stderr, /a mistake in fromage itself[^]*broken/);
});

test('signals are passed on, and nothing is left running', async () => {
  checkout(project);
  bringNode(project);
  const waiting = 'setInterval(() => {}, 1000); console.log(process.pid); await new Promise(() => {});';
  for (const [body, signal, expected] of [
    [`process.on("SIGTERM", () => process.exit(7)); ${waiting}`, 'SIGTERM', 7],
    [waiting, 'SIGTERM', 143],
    [waiting, 'SIGHUP', 129],
  ]) {
    build(project, body);
    const child = spawn(process.execPath, [...oldNode(), launcherIn(project)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data');
    child.kill(signal);
    const [code] = await once(child, 'exit');
    assert.equal(code, expected);
    assert.throws(() => process.kill(Number(String(line)), 0), { code: 'ESRCH' });
  }
});

test('compiled code is kept in the user’s own folder, and only that of the present build', () => {
  checkout(project);
  const kept = () => readdirSync(join(project, 'caches', 'fromage', 'compiled'));
  const once = (env = {}) =>
    run([launcherIn(project)], { env: { ...process.env, XDG_CACHE_HOME: join(project, 'caches'), ...env } }).stdout;
  build(project, 'console.log("one"); return 0;');
  assert.equal(once({ NODE_DISABLE_COMPILE_CACHE: '1' }), 'one\n');
  assert.throws(kept, { code: 'ENOENT' });
  assert.deepEqual([once(), once()], ['one\n', 'one\n']);
  const [first] = kept();
  assert.match(first, /^main_/);
  build(project, 'console.log("another"); return 0;');
  assert.deepEqual([once(), once()], ['another\n', 'another\n']);
  assert.equal(kept().length, 1);
  assert.notEqual(kept()[0], first);
});

test('damaged code in the cache, or a folder that can’t be written to, changes nothing', () => {
  checkout(project);
  build(project, 'console.log("one"); return 0;');
  const env = { ...process.env, XDG_CACHE_HOME: join(project, 'caches') };
  run([launcherIn(project)], { env });
  const folder = join(project, 'caches', 'fromage', 'compiled');
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'garbage');
  assert.deepEqual(run([launcherIn(project)], { env }), { status: 0, stdout: 'one\n', stderr: '' });
  writeFileSync(join(project, 'file'), '');
  const nowhere = { ...env, XDG_CACHE_HOME: join(project, 'file') };
  assert.deepEqual(run([launcherIn(project)], { env: nowhere }), { status: 0, stdout: 'one\n', stderr: '' });
});

function launcherIn(home) {
  return join(home, 'bin', 'fromage.cjs');
}

function checkout(home) {
  mkdirSync(join(home, 'bin'), { recursive: true });
  copyFileSync(launcher, launcherIn(home));
  writeFileSync(join(home, 'package.json'), '{"name":"fromage","version":"9.8.7","type":"module"}');
}

const REPORT =
  'console.log(JSON.stringify({ args, old: world.version === "v20.0.0", handedOver: process.env.FROMAGE_HANDED_OVER ?? null })); return 4;';

function build(home, body = REPORT) {
  mkdirSync(join(home, 'dist'), { recursive: true });
  writeFileSync(join(home, 'dist', 'main.cjs'), `exports.run = async function run(args, world) { ${body} };`);
}

/** What npm leaves of the package `node` when its install script may not run. */
function blockNode(folder, version = '24.21.0') {
  const home = join(folder, 'node_modules', 'node');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'node', version }));
  return home;
}

function bringNode(folder, version) {
  const binary = join(blockNode(folder, version), 'bin', 'node');
  mkdirSync(dirname(binary), { recursive: true });
  symlinkSync(process.execPath, binary);
}

/** Arguments with which this Node passes for an old one; its children do not. */
function oldNode() {
  const preload = join(project, 'old-node.cjs');
  writeFileSync(preload, 'Object.defineProperty(process, "version", { value: "v20.0.0" });');
  return ['--require', preload];
}

function run(args, options = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000, ...options });
  return { status, stdout, stderr };
}

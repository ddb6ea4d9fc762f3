/**
 * What a newcomer does: clone, install, and run what the README says first. Also with install scripts blocked.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT } from './project.mjs';
import { mainCommands } from './readme-commands.mjs';

const readme = join(ROOT, 'README.md');
const commands = existsSync(readme) ? mainCommands(readFileSync(readme, 'utf8')) : [];
const skip = commands.length === 0 && 'README.md, or a command in its first code block, is not there yet';
let folder;
let clone;

before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fromage-clone-')));
  clone = join(folder, 'fromage');
  const cloned = run('git', ['clone', '--quiet', '--no-hardlinks', ROOT, clone], { cwd: folder });
  assert.equal(cloned.status, 0, cloned.stderr);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('with install scripts blocked, the launcher names the command that mends it, and it does', () => {
  const installed = run('npm', ['ci', '--ignore-scripts']);
  assert.equal(installed.status, 0, installed.stderr);
  const version = run('npx', ['--no-install', 'fromage', '--version']);
  assert.equal(version.status, 0, version.stderr);
  assert.match(version.stdout, /^fromage \d+\.\d+\.\d+\n$/);
  // npx runs our `prepare` when it links the checkout, so a build may be there; a Node that is recent enough needs no more.
  const first = run('npx', ['--no-install', 'fromage', '--help']);
  if (first.status === 0) return;
  assert.equal(first.status, 3);
  assert.equal(first.stdout, '');
  const mends = /^ {2}(npm .*)$/m.exec(first.stderr)?.[1];
  assert.match(mends ?? first.stderr, /^npm (ci --ignore-scripts=false|rebuild node --ignore-scripts=false|run build)$/);
  const mended = run('bash', ['-c', mends]);
  assert.equal(mended.status, 0, mended.stderr);
  assert.equal(run('npx', ['--no-install', 'fromage', '--help']).status, 0);
});

test('npm ci brings a program that runs', () => {
  const installed = run('npm', ['ci']);
  assert.equal(installed.status, 0, installed.stderr);
  const { status, stdout, stderr } = run('npx', ['--no-install', 'fromage', '--help']);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /USAGE/);
  assert.equal(run('git', ['status', '--porcelain']).stdout, '', 'installing changes no file of the checkout');
});

test('the main command of the README traces down to scratch', { skip }, () => {
  const [first] = commands;
  const { status, stdout, stderr } = run('bash', ['-c', first]);
  assert.equal(status, 0, `${first}\n${stderr}`);
  assert.match(stdout, /httpd/);
  assert.match(stdout, /debian/);
  assert.match(stdout, /scratch/);
});

test('its tests pass with nothing beside the clone: what they need from there they skip, and say so', { timeout: 400_000 }, () => {
  const { status, stdout } = run('npm', ['test', '--silent'], { timeout: 380_000 });
  assert.equal(status, 0, stdout.slice(-4000));
  assert.match(stdout, /^skipped \d+: .*shared.* absent/m);
});

function run(command, args, options = {}) {
  // Of the environment, only what a newcomer has: npm would pass its own settings, and our Node, on to the clone.
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|FROMAGE_|INIT_CWD)/i.test(name));
  const path = (process.env.PATH ?? '').split(':').filter((part) => !part.startsWith(ROOT));
  const env = { ...Object.fromEntries(kept), PATH: path.join(':'), CI: 'true', NO_COLOR: '1', XDG_DATA_HOME: join(folder, 'data') };
  return spawnSync(command, args, { cwd: clone, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, ...options });
}

/**
 * What package managers of languages install here is found, whole, and nothing beside it: each fills a folder, lists what it installed,
 * and the folder is read as an image. Where a tool is missing, or its registry does not answer, the test says so and skips.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Package } from '../model/package.ts';
import { catalogRoot } from '../testing/catalog-root.ts';
import { CATALOGERS } from './catalogers/index.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-managers-'));
});
after(() => {
  // Go makes its module cache read-only, pip and others do not.
  spawnSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly text: string;
  /** Why it failed, else null. */
  readonly failure: string | null;
}

function run(cwd: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 100_000,
  });
  const why = error?.message ?? (stderr.trim() || stdout.trim()).split('\n').slice(-3).join(' ');
  return { text: stdout, failure: status === 0 ? null : `${command} ${args[0] ?? ''}: ${why.slice(0, 300)}` };
}

/** Installs; where that fails the tool or its registry is not there, and the test is skipped. */
function install(context: TestContext, cwd: string, ...commands: readonly (readonly [string, ...string[]])[]): boolean {
  for (const [command, ...args] of commands) {
    const { failure } = run(cwd, command, args, { COMPOSER_ALLOW_SUPERUSER: '1' });
    if (failure === null) continue;
    context.skip(`not installed: ${failure}`);
    return false;
  }
  return true;
}

/** What a tool lists: it installed, so it must. */
function list(cwd: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { text, failure } = run(cwd, command, args, env);
  assert.equal(failure, null);
  return text;
}

function write(root: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** `namespace/name version` of what this cataloger found. */
async function found(root: string, foundBy: string): Promise<readonly string[]> {
  return (await packagesIn(root)).filter((one) => one.foundBy === foundBy).map(lineOf);
}

async function packagesIn(root: string): Promise<readonly Package[]> {
  const { packages } = await catalogRoot(root, CATALOGERS);
  return packages.map((one) => one.package);
}

function lineOf({ namespace, name, version }: Package): string {
  return `${namespace === null ? '' : `${namespace}/`}${name} ${version}`;
}

function assertSame(ours: readonly string[], theirs: readonly string[], atLeast: number): void {
  const distinct = (lines: readonly string[]) => [...new Set(lines)].toSorted();
  assert.deepEqual(distinct(ours), distinct(theirs));
  assert.ok(distinct(ours).length >= atLeast, `only ${distinct(ours).length}`);
}

const NPM_APP = JSON.stringify({
  name: 'app',
  version: '1.0.0',
  private: true,
  dependencies: { express: '4.19.2', '@types/ms': '0.7.34' },
});

interface NpmNode {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, NpmNode>>;
}

function npmLines({ dependencies = {} }: NpmNode): readonly string[] {
  return Object.entries(dependencies).flatMap(([name, node]) => [...(node.version ? [`${name} ${node.version}`] : []), ...npmLines(node)]);
}

describe('JavaScript', () => {
  test('npm: node_modules, and the lock file alone', async (context) => {
    const root = write(join(folder, 'npm'), { 'package.json': NPM_APP });
    if (!install(context, root, ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'])) return;
    const theirs = npmLines(JSON.parse(list(root, 'npm', ['ls', '--all', '--json'])));
    assertSame(await found(root, 'npm'), theirs, 60);
    const alone = write(join(folder, 'npm-lock'), { 'package-lock.json': readFileSync(join(root, 'package-lock.json'), 'utf8') });
    assertSame(await found(alone, 'npm-lock'), theirs, 60);
  });

  test('yarn and pnpm: node_modules as they lay it out, and their lock files', async (context) => {
    const tools = write(join(folder, 'node-tools'), { 'package.json': '{"name":"t","private":true}' });
    if (!install(context, tools, ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', 'yarn@1.22.22', 'pnpm@9.15.0'])) return;
    const bin = join(tools, 'node_modules/.bin');
    const byPnpm = write(join(folder, 'pnpm'), { 'package.json': NPM_APP });
    const store = ['--store-dir', join(folder, 'pnpm-store')];
    if (!install(context, byPnpm, [join(bin, 'pnpm'), 'install', '--ignore-scripts', ...store])) return;
    const [listed] = JSON.parse(list(byPnpm, join(bin, 'pnpm'), ['ls', '--depth', 'Infinity', '--json'])) as readonly NpmNode[];
    assert.ok(listed);
    const theirs = npmLines(listed);
    assertSame(await found(byPnpm, 'npm'), theirs, 60);
    const pnpmLock = write(join(folder, 'pnpm-lock'), { 'pnpm-lock.yaml': readFileSync(join(byPnpm, 'pnpm-lock.yaml'), 'utf8') });
    assertSame(await found(pnpmLock, 'npm-lock'), theirs, 60);

    const byYarn = write(join(folder, 'yarn'), { 'package.json': NPM_APP });
    if (!install(context, byYarn, [join(bin, 'yarn'), 'install', '--ignore-scripts', '--non-interactive'])) return;
    const lines = list(byYarn, join(bin, 'yarn'), ['list', '--json']).split('\n');
    const names = lines.flatMap((line) =>
      [...line.matchAll(/"name":"(@?[^"@]+)@(\d[^"]*)"/g)].map(([, name, version]) => `${name} ${version}`),
    );
    assertSame(await found(byYarn, 'npm'), names, 60);
    const yarnLock = write(join(folder, 'yarn-lock'), { 'yarn.lock': readFileSync(join(byYarn, 'yarn.lock'), 'utf8') });
    assertSame(await found(yarnLock, 'npm-lock'), names, 60);
  });
});

test('Python: pip in an environment', async (context) => {
  const root = join(folder, 'python');
  mkdirSync(root);
  const pip = join(root, 'venv/bin/pip');
  const quiet = ['--quiet', '--disable-pip-version-check'];
  if (!install(context, root, ['python3', '-m', 'venv', 'venv'], [pip, 'install', ...quiet, 'requests==2.31.0', 'PyYAML==6.0.2'])) return;
  const theirs = JSON.parse(list(root, pip, ['list', '--format', 'json', '--disable-pip-version-check'])) as readonly {
    readonly name: string;
    readonly version: string;
  }[];
  assertSame(
    await found(root, 'python'),
    theirs.map(({ name, version }) => `${name} ${version}`),
    7,
  );
});

test('Go: the modules of a program', async (context) => {
  const root = write(join(folder, 'go'), {
    'go.mod': 'module example.com/app\n\ngo 1.21\n\nrequire (\n\tgolang.org/x/text v0.14.0\n\tgithub.com/google/uuid v1.6.0\n)\n',
    'main.go':
      'package main\n\nimport (\n\t"github.com/google/uuid"\n\t"golang.org/x/text/language"\n)\n\nfunc main() { println(language.English.String(), uuid.NewString()) }\n',
  });
  if (!install(context, root, ['go', 'mod', 'tidy'], ['go', 'build', '-o', 'app', '.'])) return;
  const lines = list(root, 'go', ['version', '-m', 'app']).split('\n');
  const modules = lines.flatMap((line) => {
    const [, kind, module, version = ''] = line.split('\t');
    if (kind !== 'dep' && kind !== 'mod') return [];
    return [`${module} ${version === '(devel)' ? 'null' : version}`];
  });
  const [, stdlib] = /^app: go(\S+)/.exec(lines[0] ?? '') ?? [];
  const only = join(folder, 'go-program');
  mkdirSync(only);
  cpSync(join(root, 'app'), join(only, 'app'));
  assertSame(await found(only, 'go-binary'), [...modules, `stdlib ${stdlib}`], 4);
});

test('Rust: Cargo.lock', async (context) => {
  const root = write(join(folder, 'rust'), {
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nlog = "0.4"\nserde_json = "1"\n',
    'src/main.rs': 'fn main() {}\n',
  });
  if (!install(context, root, ['cargo', 'generate-lockfile'], ['cargo', 'fetch'])) return;
  const { packages } = JSON.parse(list(root, 'cargo', ['metadata', '--format-version', '1', '--offline'])) as {
    readonly packages: readonly { readonly name: string; readonly version: string; readonly source: string | null }[];
  };
  const theirs = packages.filter(({ source }) => source !== null).map(({ name, version }) => `${name} ${version}`);
  assertSame(await found(root, 'cargo-lock'), theirs, 5);
});

test('Java: the jars that Maven copies, alone and within a war', async (context) => {
  const dependency = (group: string, artifact: string, version: string) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  const root = write(join(folder, 'java'), {
    'pom.xml': `<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>app</artifactId><version>1.0</version><dependencies>${dependency('org.apache.httpcomponents', 'httpclient', '4.5.14')}${dependency('org.slf4j', 'slf4j-simple', '1.7.36')}${dependency('com.google.guava', 'guava', '31.1-jre')}</dependencies></project>`,
  });
  const copy = ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'];
  if (!install(context, root, ['mvn', ...copy])) return;
  const text = list(root, 'mvn', ['-B', '-o', 'dependency:list']);
  const theirs = [...text.matchAll(/^\[INFO\] +([\w.-]+):([\w.-]+):jar:([\w.-]+):\w+/gm)].map(([, ...parts]) => parts);
  const libs = join(folder, 'java-libs');
  cpSync(join(root, 'libs'), join(libs, 'libs'), { recursive: true });
  if (run(libs, 'jar', ['cf', 'shop.war', 'libs']).failure === null) assert.ok(existsSync(join(libs, 'shop.war')));
  const ours = (await packagesIn(libs)).filter((one) => one.foundBy === 'java-archive');
  const archives = new Set(ours.flatMap(({ locations }) => locations.map(({ path }) => (path.endsWith('.war') ? 'war' : 'jar'))));
  for (const archive of archives) {
    const within = ours.filter(({ locations }) => locations.some(({ path }) => path.endsWith(archive)));
    assertSame(
      within.map(({ name, version }) => `${name} ${version}`),
      theirs.map(([, artifact, version]) => `${artifact} ${version}`),
      10,
    );
    // The group is what the archive says, which is less than what Maven knows: never another.
    const groups = new Map(theirs.map(([group, artifact]) => [artifact, group]));
    for (const { name, namespace } of within) assert.ok(namespace === null || namespace === groups.get(name), `${namespace}:${name}`);
    const told = within.filter(({ namespace }) => namespace !== null).length;
    context.diagnostic(`in ${archive}: ${told} of ${within.length} with their group`);
    assert.ok(told >= 8);
  }
});

describe('Ruby', () => {
  test('gems that are built and installed here', async (context) => {
    const spec = (name: string, extra = '') =>
      `Gem::Specification.new do |s|\n  s.name = '${name}'\n  s.version = '1.2.3.pre.4'\n  s.summary = 'x'\n  s.authors = ['x']\n  s.licenses = ['MIT', 'Ruby']\n  s.files = ['lib/${name}.rb']\n${extra}end\n`;
    const built = write(join(folder, 'gem-source'), {
      'one.gemspec': spec('one'),
      'two.gemspec': spec('two', "  s.add_runtime_dependency 'one', '>= 0.a'\n  s.add_development_dependency 'rake'\n"),
      'lib/one.rb': '',
      'lib/two.rb': '',
    });
    const home = join(folder, 'gems/usr/lib/gems');
    const local = ['gem', 'install', '--local', '--no-document', '--install-dir', home] as const;
    const builds = ['one', 'two'].map((name) => ['gem', 'build', `${name}.gemspec`] as const);
    if (!install(context, built, ...builds, [...local, 'one-1.2.3.pre.4.gem', 'two-1.2.3.pre.4.gem'])) return;
    const text = list(folder, 'gem', ['list', '--local'], { GEM_HOME: home, GEM_PATH: home });
    const theirs = gemLines(text).filter((line) => !isDefault(line, text));
    assertSame(await found(join(folder, 'gems'), 'gem'), theirs, 2);
    const two = (await packagesIn(join(folder, 'gems'))).find(({ name }) => name === 'two');
    assert.deepEqual(two?.licences, ['MIT OR Ruby']);
  });

  test('the gems of Ruby itself', async (context) => {
    const where = run(folder, 'gem', ['environment', 'gempath']);
    if (where.failure !== null) return context.skip(`no Ruby: ${where.failure}`);
    const root = join(folder, 'ruby');
    for (const path of where.text.trim().split(':'))
      if (existsSync(join(path, 'specifications')))
        cpSync(join(path, 'specifications'), join(root, path, 'specifications'), { recursive: true });
    assertSame(await found(root, 'gem'), gemLines(list(folder, 'gem', ['list', '--local'])), 50);
  });
});

/** `json (2.6.1, default: 2.6.0)`, behind a version its platform. */
function gemLines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, name, versions] = /^(\S+) \((.+)\)$/.exec(line) ?? [];
    return versions?.split(', ').map((version) => `${name} ${version.replace(/^default: /, '').split(' ')[0]}`) ?? [];
  });
}

function isDefault(line: string, text: string): boolean {
  const [name, version] = line.split(' ');
  return text.includes(`${name} (default: ${version})`);
}

test('PHP: Composer, from packages of this disk', async (context) => {
  const library = (name: string, require: Readonly<Record<string, string>>) =>
    JSON.stringify({ name, version: '1.2.3', type: 'library', license: 'MIT', require });
  const root = write(join(folder, 'php'), {
    'one/composer.json': library('acme/one', { 'acme/two': '^1.0' }),
    'two/composer.json': library('acme/two', {}),
    'app/composer.json': JSON.stringify({
      name: 'acme/app',
      repositories: [
        { type: 'path', url: '../one', options: { symlink: false } },
        { type: 'path', url: '../two', options: { symlink: false } },
        { packagist: false },
      ],
      require: { 'acme/one': '^1.0' },
    }),
  });
  const app = join(root, 'app');
  if (!install(context, app, ['composer', 'install', '--no-interaction', '--quiet'])) return;
  const shown = list(app, 'composer', ['show', '--format=json'], { COMPOSER_ALLOW_SUPERUSER: '1' });
  const { installed } = JSON.parse(shown) as { readonly installed: readonly { readonly name: string; readonly version: string }[] };
  const theirs = installed.map(({ name, version }) => `${name} ${version}`);
  assertSame(await found(app, 'composer'), theirs, 2);
  const alone = write(join(folder, 'php-lock'), { 'composer.lock': readFileSync(join(app, 'composer.lock'), 'utf8') });
  assertSame(await found(alone, 'composer-lock'), theirs, 2);
});

test('Lua: LuaRocks, from sources of this disk', async (context) => {
  const spec = (name: string, needs: string) =>
    `rockspec_format = "3.0"\npackage = "${name}"\nversion = "1.2-3"\nsource = { url = "file://." }\ndescription = { license = "MIT" }\ndependencies = { ${needs} }\nbuild = { type = "builtin", modules = { ${name} = "${name}.lua" } }\n`;
  const source = write(join(folder, 'rocks'), {
    'one-1.2-3.rockspec': spec('one', '"lua >= 5.1"'),
    'two-1.2-3.rockspec': spec('two', '"lua >= 5.1", "one >= 1"'),
    'one.lua': '',
    'two.lua': '',
  });
  const tree = join(folder, 'lua/usr/local');
  const make = (name: string) => ['luarocks', '--tree', tree, 'make', '--deps-mode', 'one', `${name}-1.2-3.rockspec`] as const;
  if (!install(context, source, make('one'), make('two'))) return;
  const lines = list(source, 'luarocks', ['--tree', tree, 'list', '--porcelain']).split('\n');
  const theirs = lines.flatMap((line) => (line === '' ? [] : line.split('\t').slice(0, 2).join(' ')));
  assertSame(await found(join(folder, 'lua'), 'lua'), theirs, 2);
});

/** Of Debian's db5.3-util. */
const LOAD = 'db5.3_load';

test('rpm: the old database, filled by Berkeley DB itself', async (context) => {
  const root = join(folder, 'rpm');
  const spec = 'Name: app\nEpoch: 2\nVersion: 1.5\nRelease: 1\nSummary: x\nLicense: MIT\nBuildArch: noarch\n%description\nx\n';
  const fill = 'mkdir -p %{buildroot}/opt\nfor i in $(seq 400); do echo $i > %{buildroot}/opt/some-long-name-$i; done\n';
  write(root, { 'app.spec': `${spec}%package small\nSummary: y\n%description small\ny\n%install\n${fill}%files\n/opt\n%files small\n` });
  if (!install(context, root, ['rpmbuild', '-bb', '--define', `_topdir ${root}/top`, 'app.spec'])) return;
  const packages = readdirSync(join(root, 'top/RPMS/noarch')).map((name) => join(root, 'top/RPMS/noarch', name));
  const own = ['--root', join(root, 'new'), '--dbpath', '/var/lib/rpm'];
  list(root, 'rpm', [...own, '-i', '--nodeps', ...packages]);
  const format = '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n';
  const theirs = list(root, 'rpm', [...own, '-qa', '--qf', format])
    .trim()
    .split('\n');
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(root, 'new/var/lib/rpm/rpmdb.sqlite'));
  const rows = database
    .prepare('SELECT hnum, blob FROM Packages')
    .all()
    .map(({ hnum, blob }) => {
      assert.ok(blob instanceof Uint8Array);
      return { hnum: Number(hnum), blob };
    });
  database.close();
  for (const order of [1234, 4321]) {
    const number = (value: number): string => {
      const bytes = Buffer.alloc(4);
      if (order === 1234) bytes.writeUInt32LE(value);
      else bytes.writeUInt32BE(value);
      return bytes.toString('hex');
    };
    const records = [[number(0), number(rows.length)], ...rows.map(({ hnum, blob }) => [number(hnum), Buffer.from(blob).toString('hex')])];
    const dump = ['VERSION=3', 'format=bytevalue', 'type=hash', `db_lorder=${order}`, 'db_pagesize=4096', 'HEADER=END'];
    const text = [...dump, ...records.flat().map((line) => ` ${line}`), 'DATA=END', ''].join('\n');
    const old = write(join(root, `old-${order}`), { 'var/lib/rpm/.keep': '' });
    const loaded = spawnSync(LOAD, [join(old, 'var/lib/rpm/Packages')], { input: text, encoding: 'utf8' });
    if (loaded.error !== undefined) return context.skip(`${LOAD} is not installed`);
    assert.equal(loaded.status, 0, loaded.stderr);
    assertSame(await found(old, 'rpm'), theirs, 2);
  }
});

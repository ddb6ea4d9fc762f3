/**
 * Programs of Debian's packages, in an image with their database and in one without. What apt downloads is unpacked, not installed. The
 * clean roots are the images of FROMAGE_IMAGES (see cli/real-images.slow.test.ts), or one that mmdebstrap makes.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/fromage.cjs', import.meta.url));

/** A program, and the packages that have it; of several the first that apt knows. */
const PROGRAMS: readonly (readonly [program: string, ...packages: readonly string[]])[] = [
  ['bash', 'bash'],
  ['busybox', 'busybox-static'],
  ['curl', 'libcurl4t64', 'libcurl4'],
  ['erlang', 'erlang-base'],
  ['git', 'git'],
  ['haproxy', 'haproxy'],
  ['httpd', 'apache2-bin'],
  ['lighttpd', 'lighttpd'],
  ['mariadb', 'mariadb-server-core'],
  ['memcached', 'memcached'],
  ['nginx', 'nginx'],
  ['node', 'libnode115', 'libnode108'],
  ['openssl', 'openssl'],
  ['perl', 'perl-base'],
  ['php', 'php8.4-cli', 'php8.2-cli'],
  ['postgresql', 'postgresql-17', 'postgresql-15'],
  ['python', 'python3.13-minimal', 'python3.11-minimal'],
  ['redis', 'redis-tools'],
  ['ruby', 'libruby3.3', 'libruby3.1'],
  ['sqlite', 'libsqlite3-0'],
  ['varnish', 'varnish'],
  ['zlib', 'zlib1g'],
];

interface Sbom {
  readonly packages: readonly { readonly foundBy: string; readonly name: string; readonly version: string }[];
}

let folder: string;

describe('software without a package', { skip: reasonToSkip(['apt-get', 'apt-cache', 'dpkg-deb', 'tar']) }, () => {
  const expected: string[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fromage-software-'));
    for (const name of ['debs', 'root', 'database/var/lib/dpkg/info']) mkdirSync(join(folder, name), { recursive: true });
    download(PROGRAMS.map(([, ...packages]) => packages));
    for (const deb of readdirSync(join(folder, 'debs'))) expected.push(unpack(join(folder, 'debs', deb)));
    for (const name of ['root', 'database']) execFileSync('tar', ['-C', join(folder, name), '-cf', join(folder, `${name}.tar`), '.']);
  });
  after(() => rmSync(folder, { recursive: true }));

  test('each program is found, under the version of its package, and nothing else', () => {
    assert.equal(expected.length, PROGRAMS.length);
    assert.deepEqual(softwareOf(archiveOf('root')), expected.toSorted());
  });

  test('with the database they are parts of its packages', () => {
    const { packages } = sbomOf(archiveOf('database', 'root'));
    assert.deepEqual(
      packages.filter(({ foundBy }) => foundBy !== 'dpkg'),
      [],
    );
    assert.equal(packages.length, PROGRAMS.length);
  });
});

describe('clean roots of Debian', { skip: reasonToSkip(kept() === null ? ['mmdebstrap'] : []) }, () => {
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fromage-software-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('no software beside its packages', () => {
    const images = kept() ?? [makeRoot()];
    assert.ok(images.length > 0);
    for (const image of images) assert.deepEqual(softwareOf(image), [], image);
  });
});

/** What is Debian's alone of the images that are kept; the others hold programs of their own. */
function kept(): readonly string[] | null {
  const at = process.env['FROMAGE_IMAGES'];
  if (at === undefined || !existsSync(at)) return null;
  return readdirSync(at)
    .filter((name) => /^(?:debian-.*|httpd|nginx|redis|python)\.docker\.tar$/.test(name))
    .map((name) => join(at, name));
}

function makeRoot(): string {
  const root = join(folder, 'root.tar');
  const options = ['--quiet', '--mode=root', '--variant=minbase', '--include=openssl,curl,git,redis-server', '--dpkgopt=force-unsafe-io'];
  execFileSync('mmdebstrap', [...options, codename(), root], { stdio: ['ignore', 'ignore', 'pipe'] });
  return archiveOf('root');
}

function codename(): string {
  return /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'stable';
}

function download(wanted: readonly (readonly string[])[]): void {
  const options = { cwd: join(folder, 'debs'), stdio: 'pipe' } as const;
  if (knownTo(wanted).length === 0) execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['download', '-qq', '-o', 'APT::Sandbox::User=root', ...knownTo(wanted)], options);
}

/** Of each the first that apt knows. */
function knownTo(wanted: readonly (readonly string[])[]): readonly string[] {
  const policy = execFileSync('apt-cache', ['policy', ...wanted.flat()], { encoding: 'utf8' });
  const known = new Set([...policy.matchAll(/^(\S+):\n  Installed: .*\n  Candidate: \d/gm)].map(([, name]) => name));
  return wanted.flatMap((packages) => packages.find((name) => known.has(name)) ?? []);
}

/** Unpacks a package, and writes of it what dpkg would; gives `program version`. */
function unpack(deb: string): string {
  const control = execFileSync('dpkg-deb', ['-f', deb], { encoding: 'utf8' });
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(control)?.[1] ?? '';
  const [name, version] = [field('Package'), field('Version')];
  execFileSync('dpkg-deb', ['-x', deb, join(folder, 'root')]);
  const tar = execFileSync('dpkg-deb', ['--fsys-tarfile', deb], { maxBuffer: 1 << 30 });
  const list = execFileSync('tar', ['-t'], { input: tar, encoding: 'utf8', maxBuffer: 1 << 26 });
  const dpkg = join(folder, 'database/var/lib/dpkg');
  appendFileSync(join(dpkg, 'status'), control.replace('\n', '\nStatus: install ok installed\n').concat('\n'));
  writeFileSync(join(dpkg, 'info', `${name}.list`), list.replaceAll(/^\.(.*?)\/?$/gm, '$1'));
  const program = PROGRAMS.find(([, ...packages]) => packages.includes(name))?.[0];
  return `${program} ${upstream(version)}`;
}

/** deb-version(7), and what packagers add: what was repacked, or that it really is an older one. */
function upstream(version: string): string {
  const [, text = ''] = /^(?:\d+:)?(.*?)(?:-[^-]*)?$/.exec(version) ?? [];
  return (text.split('+really')[1] ?? text).replace(/[.+~](?:dfsg|ds).*$/, '');
}

/** A docker-archive of tars in the folder. */
function archiveOf(...layers: readonly string[]): string {
  const names = layers.map((name) => `${name}.tar`);
  const digests = names.map(
    (name) =>
      `sha256:${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}`,
  );
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: digests } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: ['fixture:1'], Layers: names }]));
  const archive = join(folder, `${layers.join('-')}.docker.tar`);
  execFileSync('tar', ['-C', folder, '-cf', archive, 'manifest.json', 'config.json', ...names]);
  return archive;
}

function softwareOf(image: string): readonly string[] {
  const found = sbomOf(image).packages.filter(({ foundBy }) => foundBy === 'software');
  return found.map(({ name, version }) => `${name} ${version}`).toSorted();
}

function sbomOf(image: string): Sbom {
  const environment = { ...process.env, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  const told = spawnSync(process.execPath, [PROGRAM, 'sbom', image, '--offline', '--json'], {
    encoding: 'utf8',
    env: environment,
    maxBuffer: 1 << 28,
  });
  assert.ok(told.status === 0 || told.status === 4, told.stderr);
  return JSON.parse(told.stdout) as Sbom;
}

function reasonToSkip(tools: readonly string[]): string | false {
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  return tools.includes('mmdebstrap') && process.getuid?.() !== 0 ? 'roots are made by root' : false;
}

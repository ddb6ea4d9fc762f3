import type { Coverage } from '../model/finding.ts';
import type { Package } from '../model/package.ts';
import type { Purl } from '../model/purl.ts';
import type { InventoryPackage, Scan, ScannedFinding } from '../model/scan.ts';
import { anImageTrace } from './sample-traces.ts';
import { aSurface } from './sample-surface.ts';

/** A name that tries every format: markup, links, table cells, control characters, expansions. */
export const HOSTILE_NAME = '</script><b>|[x](http://evil.test)`{0}\u001b[31m"\'&\u202e';

/** A scan with two ancestors, findings of every remedy and level, an end of support, and names that mean harm. */
export function aScan(): Scan {
  const trace = anImageTrace();
  return {
    inventory: {
      trace,
      from: 'image',
      build: trace.subject.name,
      created: trace.subject.created,
      distribution: { id: 'debian', versionId: '13', name: 'Debian GNU/Linux 13 (trixie)' },
      packages: PACKAGES,
      bytes: 62_000_000,
      surface: aSurface(),
      problems: [{ kind: 'unreadable', message: 'Layer 3 holds a file that ends too soon: srv/x.jar', where: 'layer 3', incomplete: true }],
    },
    findings: FINDINGS,
    suppressed: [],
    coverage: COVERAGE,
    ecosystems: [
      { ecosystem: 'Debian:13', packages: 3, covered: 3, date: '2026-08-01', unfixed: true },
      { ecosystem: 'npm', packages: 2, covered: 2, date: '2026-08-21', unfixed: false },
      { ecosystem: null, packages: 1, covered: 0, date: null, unfixed: false },
    ],
    ended: [{ product: 'debian', cycle: '13', on: '2026-06-01', ended: true, owner: 1 }],
    support: { product: 'debian', cycle: '13', on: '2026-06-01', ended: true },
  };
}

/** The same without findings, problems and ended support. */
export function aCleanScan(): Scan {
  const scan = aScan();
  return { ...scan, findings: [], ended: [], inventory: { ...scan.inventory, problems: [] } };
}

const OPENSSL = listed(aPackage('deb', 'libssl3t64', '3.5.1-1', 'openssl'), 'pkg:deb/debian/libssl3t64@3.5.1-1?distro=debian-13', 0, 1);
const OPENSSL_TOOL = listed(aPackage('deb', 'openssl', '3.5.1-1', 'openssl'), 'pkg:deb/debian/openssl@3.5.1-1?distro=debian-13', 0, 1);
const APACHE = listed(aPackage('deb', 'apache2', '2.2.1', null), 'pkg:deb/debian/apache2@2.2.1?distro=debian-13', 1, 0);
const EXPRESS = listed(aPackage('npm', 'express', '4.0.0', null), 'pkg:npm/express@4.0.0', 2, 'own');
const HOSTILE = listed(aPackage('npm', HOSTILE_NAME, '1.0.0', null), 'pkg:npm/%3C%2Fscript%3E@1.0.0', 2, 'own');
const UNKNOWN: InventoryPackage = {
  ...listed(aPackage('generic', 'tool', null, null), 'pkg:generic/tool', 0, null),
  layer: null,
};

const PACKAGES = [OPENSSL, OPENSSL_TOOL, APACHE, EXPRESS, HOSTILE, UNKNOWN];

const COVERAGE: readonly (Coverage & { readonly purl: Purl })[] = PACKAGES.map(({ package: { type }, purl }) => {
  if (type === 'generic') return { purl, ecosystem: null, by: 'none', date: null, unfixed: false };
  return { purl, ecosystem: type === 'npm' ? 'npm' : 'Debian:13', by: 'named', date: '2026-08-01', unfixed: type === 'deb' };
});

const FINDINGS: readonly ScannedFinding[] = [
  finding(OPENSSL, 'CVE-2026-1000', 'critical', {
    aliases: ['DSA-6000-1'],
    fixedIn: ['3.5.1-1+deb13u1'],
    remedy: 'rebuild',
    rating: { source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, level: 'critical' },
    exploited: { since: '2026-07-02', ransomware: true },
    chance: { probability: 0.91, percentile: 0.99 },
    published: '2026-07-01',
  }),
  finding(OPENSSL_TOOL, 'CVE-2026-1000', 'critical', {
    aliases: ['DSA-6000-1'],
    fixedIn: ['3.5.1-1+deb13u1'],
    remedy: 'rebuild',
    rating: { source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, level: 'critical' },
    exploited: { since: '2026-07-02', ransomware: true },
    published: '2026-07-01',
  }),
  finding(OPENSSL, 'CVE-2026-1001', 'low', {
    status: 'no-dsa',
    rating: { source: 'debian', vector: null, score: null, level: 'low' },
  }),
  finding(APACHE, 'CVE-2026-2000', 'medium', {
    remedy: 'move',
    rating: { source: 'nvd', vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', score: 6.9, level: 'medium' },
  }),
  finding(APACHE, 'CVE-2026-2001', 'none', { rating: { source: 'debian', vector: null, score: null, level: 'none' } }),
  finding(EXPRESS, 'GHSA-aaaa-bbbb-cccc', 'high', {
    fixedIn: ['4.1.0', '5.0.1'],
    remedy: 'upgrade',
    line: 8,
    rating: { source: 'ghsa', vector: null, score: null, level: 'high' },
  }),
  finding(HOSTILE, 'MAL-2026-1|<i>x', 'unknown', { aliases: ['"onload=x'], line: 8 }),
  finding(UNKNOWN, 'CVE-2026-3000', 'unknown', {}),
];

function aPackage(type: string, name: string, version: string | null, source: string | null): Package {
  const path = type === 'npm' ? `srv/node_modules/${name}/package.json` : type === 'deb' ? 'var/lib/dpkg/status' : 'usr/bin/tool';
  return {
    type,
    namespace: type === 'deb' ? 'debian' : null,
    name,
    version,
    architecture: type === 'deb' ? 'amd64' : null,
    source: source === null ? null : { name: source, version },
    licences: [],
    locations: [{ path, place: { layer: 0, row: 0 } }],
    foundBy: type,
  };
}

function listed(found: Package, purl: Purl, layer: number, owner: InventoryPackage['owner']): InventoryPackage {
  return { package: found, purl, layer, owner, declared: false };
}

function finding(of: InventoryPackage, id: string, level: ScannedFinding['level'], told: Partial<ScannedFinding>): ScannedFinding {
  return {
    id,
    aliases: [],
    package: of.package,
    fixedIn: [],
    status: null,
    level,
    rating: null,
    exploited: null,
    chance: null,
    published: null,
    purl: of.purl,
    layer: of.layer,
    owner: of.owner,
    line: null,
    declared: false,
    remedy: 'wait',
    ...told,
  };
}

/** The same, but that a VEX document and an ignore file speak of two findings of the image's own: they count nowhere. */
export function aSuppressedScan(): Scan {
  const scan = aScan();
  const [of, rest] = [scan.findings.filter(({ line }) => line === 8), scan.findings.filter(({ line }) => line !== 8)];
  const [first, second] = of;
  if (first === undefined || second === undefined) throw new TypeError('the sample has no findings of line 8');
  const vex = {
    kind: 'vex',
    source: 'app.vex.json',
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  } as const;
  const ignore = { kind: 'ignore', source: '.fromage.yaml:3', status: null, justification: null } as const;
  return {
    ...scan,
    findings: rest,
    suppressed: [
      { finding: first, by: { ...vex, reason: 'never called', until: null } },
      { finding: second, by: { ...ignore, reason: HOSTILE_NAME, until: '2027-01-01' } },
    ],
  };
}

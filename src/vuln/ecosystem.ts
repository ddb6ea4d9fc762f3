import type { PackageAdvisory } from '../model/advisory.ts';
import type { Package } from '../model/package.ts';
import type { Distribution } from '../model/sbom.ts';

/** Where advisories about a package are to be looked for, and under which name and version. */
export interface Lookup {
  /** OSV's ecosystem without its release. */
  readonly family: string;
  /** As it is shown: `Debian:12`. */
  readonly ecosystem: string;
  readonly names: readonly LookupName[];
  /** Whether a set for that release is about this image. */
  isRelease(release: string | null): boolean;
}

export interface LookupName {
  readonly name: string;
  readonly version: string;
}

/** Families of package kinds that have no releases. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['golang', 'Go'],
  ['maven', 'Maven'],
  ['cargo', 'crates.io'],
  ['gem', 'RubyGems'],
  ['nuget', 'NuGet'],
  ['composer', 'Packagist'],
  ['hex', 'Hex'],
  ['pub', 'Pub'],
  ['cran', 'CRAN'],
  ['hackage', 'Hackage'],
  ['swift', 'SwiftURL'],
  ['bitnami', 'Bitnami'],
]);

/** What Bitnami and Docker call the software that is recognised by its program, where that is not its name. */
const SOFTWARE_NAMES: ReadonlyMap<string, readonly [bitnami: string | null, dhi: string | null]> = new Map(
  Object.entries({
    httpd: ['apache', null],
    'apache-httpd': ['apache', null],
    postgres: ['postgresql', null],
    go: ['golang', null],
    mongo: ['mongodb', null],
    openjdk: ['java', null],
    'rabbitmq-server': ['rabbitmq', 'rabbitmq'],
  } as const),
);

/** Where to look for advisories about a package; none where no feed is about its kind, or its version is unknown. */
export function lookupsOf(found: Package, distribution: Distribution | null): readonly Lookup[] {
  const { type, version } = found;
  if (version === null || version === '' || version === '(devel)') return [];
  if (type === 'deb' || type === 'apk' || type === 'rpm') {
    const of = distribution === null ? null : distributionLookup(found, version, distribution);
    return of === null ? [] : [of];
  }
  if (type === 'generic') return softwareLookups(found.name, version);
  const family = LANGUAGES.get(type);
  return family === undefined ? [] : [{ family, ecosystem: family, names: [{ name: fullName(found), version }], isRelease: () => true }];
}

function fullName({ type, namespace, name }: Package): string {
  if (namespace === null) return name;
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`;
}

function softwareLookups(name: string, version: string): readonly Lookup[] {
  const [bitnami, dhi] = SOFTWARE_NAMES.get(name) ?? [name, name];
  const of = (family: string, called: string | null): readonly Lookup[] =>
    called === null ? [] : [{ family, ecosystem: family, names: [{ name: called, version }], isRelease: () => true }];
  return [...of('Bitnami', bitnami), ...of('DHI', dhi)];
}

/** By os-release's ID: the family, its release out of VERSION_ID, and whether advisories name source packages. */
interface DistributionRule {
  readonly family: string;
  readonly releaseOf: (versionId: string | null) => string | null;
  readonly names: 'source' | 'binary' | 'both';
}

const major = (versionId: string | null): string | null => versionId?.split('.')[0] ?? null;
const rolling = (): null => null;
const whole = (versionId: string | null): string | null => versionId;

const DISTRIBUTIONS: Readonly<Record<string, DistributionRule>> = {
  debian: { family: 'Debian', releaseOf: (id) => major(id) ?? 'sid', names: 'source' },
  ubuntu: { family: 'Ubuntu', releaseOf: whole, names: 'source' },
  alpine: { family: 'Alpine', releaseOf: alpineRelease, names: 'source' },
  wolfi: { family: 'Wolfi', releaseOf: rolling, names: 'source' },
  chainguard: { family: 'Chainguard', releaseOf: rolling, names: 'source' },
  almalinux: { family: 'AlmaLinux', releaseOf: major, names: 'binary' },
  rocky: { family: 'Rocky Linux', releaseOf: major, names: 'source' },
  redhat: { family: 'Red Hat', releaseOf: major, names: 'both' },
  alma: { family: 'AlmaLinux', releaseOf: major, names: 'binary' },
  rhel: { family: 'Red Hat', releaseOf: major, names: 'both' },
  'opensuse-leap': { family: 'openSUSE', releaseOf: (id) => (id === null ? null : `Leap ${id}`), names: 'both' },
  'opensuse-tumbleweed': { family: 'openSUSE', releaseOf: () => 'Tumbleweed', names: 'both' },
  sles: { family: 'SUSE', releaseOf: suseRelease, names: 'both' },
  photon: { family: 'Photon OS', releaseOf: whole, names: 'both' },
  azurelinux: { family: 'Azure Linux', releaseOf: major, names: 'both' },
  mariner: { family: 'Azure Linux', releaseOf: major, names: 'both' },
  openEuler: { family: 'openEuler', releaseOf: whole, names: 'both' },
  mageia: { family: 'Mageia', releaseOf: whole, names: 'both' },
  amzn: { family: 'Amazon Linux', releaseOf: whole, names: 'binary' },
  ol: { family: 'Oracle Linux', releaseOf: major, names: 'binary' },
};

function distributionLookup(found: Package, version: string, { id, versionId }: Distribution): Lookup | null {
  const rule = Object.hasOwn(DISTRIBUTIONS, id) ? DISTRIBUTIONS[id] : undefined;
  if (rule === undefined) return null;
  const release = rule.releaseOf(versionId);
  const binary = { name: found.name, version };
  const source =
    found.source === null ? binary : { name: found.source.name, version: sourceVersion(found.type, found.source.version, version) };
  const names = rule.names === 'source' ? [source] : rule.names === 'binary' || source.name === binary.name ? [binary] : [binary, source];
  return {
    family: rule.family,
    ecosystem: release === null ? rule.family : `${rule.family}:${release}`,
    names,
    isRelease: (of) => sameRelease(rule.family, of, release),
  };
}

/** The name of a source rpm has no epoch; it is that of what was built from it. */
function sourceVersion(type: string, source: string | null, binary: string): string {
  if (source === null) return binary;
  const epoch = type === 'rpm' && !/^\d+:/.test(source) ? (/^\d+:/.exec(binary)?.[0] ?? '') : '';
  return `${epoch}${source}`;
}

/** `3.20.3` → `v3.20`; what is built of the head of development is `3.21.0_alpha20240807`, or has none. */
function alpineRelease(versionId: string | null): string {
  const version = versionId === null || versionId.includes('_') ? null : /^v?(\d+\.\d+)/.exec(versionId)?.[1];
  return version === null || version === undefined ? 'edge' : `v${version}`;
}

/** `15.4` → `Linux Enterprise Server 15 SP4`. */
function suseRelease(versionId: string | null): string | null {
  const [of, pack] = versionId?.split('.') ?? [];
  if (of === undefined) return null;
  return pack === undefined || pack === '0' ? `Linux Enterprise Server ${of}` : `Linux Enterprise Server ${of} SP${pack}`;
}

/** Some families write more in a release than its number. */
function sameRelease(family: string, of: string | null, release: string | null): boolean {
  if (of === null || of === release) return true;
  if (release === null) return false;
  if (family === 'Ubuntu') return of === `${release}:LTS` || of.replace(/^(Pro:)?(FIPS(-\w+)?:)?/, '').replace(/:LTS$/, '') === release;
  if (family === 'Red Hat') return namesEnterpriseLinux(of, release);
  if (family === 'SUSE') return isSuseRelease(of, release);
  return family === 'openEuler' && (of === `${release}-LTS` || of.startsWith(`${release}-LTS-`));
}

/** `enterprise_linux:9::baseos`, also behind what names a stream of it: `rhel_eus:9.2`, which is of its own. */
function namesEnterpriseLinux(of: string, release: string): boolean {
  const [, rest] = of.split('enterprise_linux:');
  return rest !== undefined && (rest === release || rest.startsWith(`${release}:`) || rest.startsWith(`${release}.`));
}

/** The base system's packages are filed under its module: `Linux Enterprise Module for Basesystem 15 SP4`; support may be longer: `… 15 SP4-LTSS`. */
function isSuseRelease(of: string, release: string): boolean {
  const number = release.replace('Linux Enterprise Server ', '');
  const plain = of.replace(/-(LTSS|ESPOS|CORE)$/, '');
  return plain === release || (plain.startsWith('Linux Enterprise Module for ') && plain.endsWith(` ${number}`));
}

/** Whether a rpm of a module stream, or of none, is what an advisory is about. The module's build is in the version: `.module_el8.5.0+…`. */
export function sameStream(found: Package, advisory: PackageAdvisory): boolean {
  if (found.type !== 'rpm') return true;
  const own = found.modularity ?? null;
  if (advisory.stream !== null && own !== null) return own === advisory.stream || own.startsWith(`${advisory.stream}:`);
  const isModular = own !== null || isModuleBuild(found.version ?? '');
  return isModular === advisory.ranges.flat().some(({ version }) => isModuleBuild(version));
}

function isModuleBuild(version: string): boolean {
  return /\.module[_+]/.test(version);
}

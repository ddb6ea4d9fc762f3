import type { ComparedChange, ComparedImage, Comparison, PackageChange } from '../model/comparison.ts';
import { countLevels, sumCoverage, worstLevels } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';
import { programNames, type Surface } from '../model/surface.ts';
import type { AppPorts } from './app-ports.ts';
import { scan, type ScanRequest } from './scan.ts';

/** Scans each, and says what differs. Throws what scanning any of them throws. */
export async function compareImages(
  targets: readonly string[],
  settings: Omit<ScanRequest, 'target'>,
  ports: AppPorts,
): Promise<Comparison> {
  const images: ComparedImage[] = [];
  for (const target of targets) images.push(describe(target, await scan({ ...settings, target }, ports)));
  const [first, ...others] = images;
  return { images, changes: first === undefined ? [] : others.map((other) => changeBetween(first, other)) };
}

function describe(reference: string, of: Scan): ComparedImage {
  const { inventory, findings, coverage, ecosystems, support } = of;
  const worst = worstLevels(findings);
  const { covered, date: dataDate } = sumCoverage(coverage);
  const { subject } = inventory.trace;
  return {
    reference,
    scan: of,
    os: inventory.distribution?.name ?? null,
    support,
    packages: inventory.packages.length,
    covered,
    findings: [...worst.keys()].toSorted(),
    levels: countLevels(worst.values()),
    dataDate,
    isNewer: dataDate !== null && inventory.created !== null && inventory.created.slice(0, 10) > dataDate,
    unfixed: ecosystems.some(({ unfixed }) => unfixed),
    storedSize: subject.size,
    size: inventory.bytes,
    layers: subject.layerCount,
    ...exposed(inventory.surface),
    created: inventory.created,
  };
}

/** What of the surface has a row. */
function exposed(surface: Surface | null): Pick<ComparedImage, 'user' | 'shells' | 'packageManagers' | 'privileged' | 'secrets'> {
  if (surface === null) return { user: null, shells: null, packageManagers: null, privileged: null, secrets: null };
  const { user, privileged, secrets } = surface;
  return {
    user: user.configured ?? 'root',
    shells: programNames(surface, 'shell'),
    packageManagers: programNames(surface, 'package-manager'),
    privileged: privileged.length,
    secrets: secrets.length,
  };
}

function changeBetween(first: ComparedImage, other: ComparedImage): ComparedChange {
  const [before, after] = [new Set(first.findings), new Set(other.findings)];
  return {
    to: other.reference,
    packages: packageChanges(first.scan, other.scan),
    gone: first.findings.filter((id) => !after.has(id)),
    new: other.findings.filter((id) => !before.has(id)),
  };
}

/** By kind and name, as all versions of it there are. */
function packageChanges(first: Scan, other: Scan): readonly PackageChange[] {
  const [before, after] = [versionsOf(first), versionsOf(other)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((key): PackageChange => {
      const [type = '', name = ''] = key.split('\n');
      return { type, name, before: before.get(key) ?? null, after: after.get(key) ?? null };
    })
    .filter((change) => change.before !== change.after);
}

function versionsOf({ inventory: { packages } }: Scan): ReadonlyMap<string, string> {
  const groups = Map.groupBy(packages, ({ package: { type, namespace, name } }) => {
    const isScoped = namespace !== null && type !== 'deb' && type !== 'apk' && type !== 'rpm';
    return `${type}\n${isScoped ? `${namespace}/` : ''}${name}`;
  });
  return new Map([...groups].map(([key, of]) => [key, [...new Set(of.map((one) => one.package.version ?? '?'))].toSorted().join(', ')]));
}

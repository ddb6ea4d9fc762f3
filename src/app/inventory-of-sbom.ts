import { parseJson } from '../codec/json-shape.ts';
import { type ListedPackage, type ListedSbom, readPurlLines, readSbomPackages } from '../codec/sbom-packages.ts';
import { ancestorOf, fullReference } from '../lineage/ancestors.ts';
import { FromageError } from '../model/error.ts';
import type { Lineage } from '../model/lineage.ts';
import type { Package } from '../model/package.ts';
import { isOfDistribution } from '../model/package.ts';
import { formatPurl, type PurlParts } from '../model/purl.ts';
import { familiarReference, tryReference } from '../model/reference.ts';
import type { Distribution } from '../model/sbom.ts';
import type { Inventory, InventoryPackage } from '../model/scan.ts';
import type { AppPorts } from './app-ports.ts';
import { NO_IMAGE } from './no-image.ts';

const MAX_SBOM = 256 * 1024 * 1024;
const HEAD = 512;

/** The packages that a file lists, where it is an SBOM or a list of package URLs; null where it is something else. Throws `malformed`. */
export async function inventoryOfSbom(target: string, { store }: AppPorts): Promise<Inventory | null> {
  if (target === '-' || target.includes('\0') || (await store.files.status(target))?.kind !== 'file') return null;
  const start = await headOf(target, store.files);
  const isJson = start.startsWith('{');
  if (!isJson && !beginsWithPurl(start)) return null;
  const bytes = await store.files.read(target, MAX_SBOM);
  const listed = isJson ? readSbomPackages(parseJson(bytes, target, MAX_SBOM)) : readPurlLines(new TextDecoder().decode(bytes));
  if (listed !== null) return describe(target, listed);
  throw new FromageError('malformed', `${target} is no SBOM that can be read`, {
    hint: 'Read are CycloneDX and SPDX 2 in JSON, and a package URL a line; or name an image.',
  });
}

/** Lines that begin with `#` are passed over. */
function beginsWithPurl(text: string): boolean {
  const first = text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
  return first?.startsWith('pkg:') === true;
}

async function headOf(path: string, files: AppPorts['store']['files']): Promise<string> {
  const file = await files.open(path);
  try {
    const bytes = new Uint8Array(Math.min(HEAD, file.size));
    await file.read(0, bytes);
    return new TextDecoder().decode(bytes).trimStart();
  } finally {
    await file.close();
  }
}

function describe(target: string, listed: ListedSbom): Inventory {
  const distribution = distributionOf(listed);
  const lineage = lineageOf(listed);
  const count = listed.packages.length;
  const message = `The packages are those that ${target} lists (${listed.format}): no file of the image was read.`;
  const untold = `${listed.unnamed} components have no package URL: nothing can be told of them.`;
  return {
    trace: {
      subject: { ...NO_IMAGE, kind: 'reference', name: listed.name ?? target, location: target, platform: null },
      lineage,
      layers: [],
      lenders: [],
    },
    from: 'sbom',
    build: listed.name ?? target,
    created: null,
    distribution,
    packages: listed.packages.map((one) => packageOf(one, distribution, lineage)),
    bytes: null,
    surface: null,
    problems: [
      { kind: 'listed-only', message, where: target, incomplete: false },
      ...(listed.unnamed === 0 ? [] : [{ kind: 'no-purl', message: untold, where: target, incomplete: count === 0 }]),
    ],
  };
}

/** By the component that says it, else by what most purls of a distribution's packages have: `distro=debian-12`. */
function distributionOf({ system, packages }: ListedSbom): Distribution | null {
  if (system !== null) return { ...system, name: nameOf(system.id, system.versionId) };
  const told = packages.flatMap(({ purl }) => (isOfDistribution(purl.type) ? (purl.qualifiers['distro'] ?? purl.namespace ?? []) : []));
  const [most] = [...Map.groupBy(told, (one) => one)].toSorted(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return null;
  return distributionNamed(most[0]);
}

/** `debian-12`, `alpine-edge`, `wolfi`. */
function distributionNamed(text: string): Distribution {
  const [, id = text, versionId = null] = /^(.+?)-(\d.*|edge)$/.exec(text) ?? [];
  return { id, versionId, name: nameOf(id, versionId) };
}

function nameOf(id: string, versionId: string | null): string {
  return versionId === null ? id : `${id} ${versionId}`;
}

function lineageOf({ ancestors, end, format }: ListedSbom): Lineage {
  const evidence = [{ tracer: 'sbom', confidence: 'claimed' as const, detail: `named by the SBOM (${format})` }];
  return {
    ancestors: ancestors.map((name) => ancestorOf(fullReference(name), evidence)),
    own: { layers: null, history: null },
    end,
    endEvidence: end === 'scratch' ? evidence : [],
    declared: true,
    missing: end === 'scratch' ? null : 'an SBOM tells no more',
    resolution: null,
    asOf: null,
    problems: [],
  };
}

function packageOf(
  { purl, source, layer, owner, declared }: ListedPackage,
  distribution: Distribution | null,
  lineage: Lineage,
): InventoryPackage {
  const found: Package = {
    type: purl.type,
    namespace: purl.namespace,
    name: purl.name,
    version:
      purl.type === 'rpm' && purl.version !== null && purl.qualifiers['epoch']
        ? `${purl.qualifiers['epoch']}:${purl.version}`
        : purl.version,
    architecture: purl.qualifiers['arch'] ?? null,
    source,
    licences: [],
    locations: [],
    ...(typeof purl.qualifiers['rpmmod'] === 'string' ? { modularity: purl.qualifiers['rpmmod'] } : {}),
    foundBy: 'sbom',
  };
  const own = ownDistribution(purl, distribution);
  return {
    package: found,
    purl: formatPurl(purl),
    ...(own === null ? {} : { distribution: own }),
    layer,
    owner: ownerIn(owner, lineage),
    declared,
  };
}

/** The distribution that a purl names, where it is another than that of the whole; null where it is the same, or none is named. */
function ownDistribution({ type, namespace, qualifiers }: PurlParts, whole: Distribution | null): Distribution | null {
  if (!isOfDistribution(type)) return null;
  const told = qualifiers['distro'] ?? null;
  const named = told === null ? null : distributionNamed(told);
  if (named !== null) return named.id === whole?.id && named.versionId === whole.versionId ? null : named;
  return namespace === null || namespace === whole?.id ? null : { id: namespace, versionId: null, name: namespace };
}

/** As the SBOM's own words have it: `(this image)`, or the name of an ancestor as people write it. */
function ownerIn(word: string | null, { ancestors }: Lineage): InventoryPackage['owner'] {
  if (word === null) return null;
  if (word === '(this image)') return 'own';
  const at = ancestors.findIndex(({ reference }) => reference !== null && (reference === word || familiar(reference) === word));
  return at < 0 ? null : at;
}

function familiar(reference: string): string {
  const parsed = tryReference(reference);
  return typeof parsed === 'string' ? reference : familiarReference(parsed);
}

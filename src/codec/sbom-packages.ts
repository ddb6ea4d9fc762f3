import { parsePurl, type PurlParts } from '../model/purl.ts';
import { unwrapSbom } from './attached-sbom.ts';
import { asObject, asObjects, asText, type JsonObject } from './json-shape.ts';

/** A package that an SBOM lists. */
export interface ListedPackage {
  readonly purl: PurlParts;
  /** What it was built from, as the maker of the SBOM tells it in its own way; null where it does not. */
  readonly source: { readonly name: string; readonly version: string | null } | null;
  /** Zero-based, and whose it is, where the SBOM is of our own. */
  readonly layer: number | null;
  readonly owner: string | null;
  readonly declared: boolean;
}

/** An SBOM as a list of packages. */
export interface ListedSbom {
  /** `CycloneDX 1.6 by syft 1.2`, for people. */
  readonly format: string;
  /** What it is about; null where it does not say. */
  readonly name: string | null;
  /** The system it says it is, where it does so apart from its purls. */
  readonly system: { readonly id: string; readonly versionId: string | null } | null;
  /** Names of the ancestors, nearest first, where the SBOM tells them. */
  readonly ancestors: readonly string[];
  readonly end: 'scratch' | 'unknown';
  readonly packages: readonly ListedPackage[];
  /** Components without a purl, of which nothing can be told. */
  readonly unnamed: number;
}

/** Reads CycloneDX or SPDX in JSON, in an envelope or not. Null where it is neither. */
export function readSbomPackages(value: unknown): ListedSbom | null {
  const found = unwrapSbom(value);
  if (found === null) return null;
  const { format, specVersion, tool, document } = found;
  const title = `${format === 'spdx' ? 'SPDX' : 'CycloneDX'} ${specVersion ?? ''}`.trim();
  const read = format === 'spdx' ? readSpdx(document) : readCyclonedx(document);
  return { ...read, format: tool === null ? title : `${title} by ${tool}` };
}

/** A purl a line; empty lines and those that begin with `#` are passed over. Null where a line is none. */
export function readPurlLines(text: string): ListedSbom | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const packages = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => listed(line));
  if (packages.length === 0 || packages.some((one) => one === null)) return null;
  const sure = packages.filter((one) => one !== null);
  return { format: 'a list of package URLs', name: null, system: null, ancestors: [], end: 'unknown', packages: sure, unnamed: 0 };
}

type ReadSbom = Omit<ListedSbom, 'format'>;

function readCyclonedx(document: JsonObject): ReadSbom {
  const subject = asObject(asObject(document.metadata)?.component);
  const components = flatten(asObjects(document.components), 0);
  const system = components.find(({ type }) => type === 'operating-system');
  const about = components.filter(({ type }) => type !== 'operating-system' && type !== 'file');
  const packages = about.map((component) => {
    const properties = propertiesOf(component);
    return listed(asText(component.purl) ?? '', sourceIn(properties), properties);
  });
  return {
    name: asText(subject?.name),
    system: asText(system?.name) === null ? null : { id: asText(system?.name) ?? '', versionId: asText(system?.version) },
    ancestors: asObjects(asObject(subject?.pedigree)?.ancestors).flatMap(({ name }) => asText(name) ?? []),
    end: propertiesOf(subject ?? {}).get('fromage:lineage:end') === 'scratch' ? 'scratch' : 'unknown',
    packages: packages.filter((one) => one !== null),
    unnamed: packages.filter((one) => one === null).length,
  };
}

const DEEPEST = 20;

function flatten(components: readonly JsonObject[], depth: number): readonly JsonObject[] {
  if (depth > DEEPEST) return [];
  return components.flatMap((one) => [one, ...flatten(asObjects(one.components), depth + 1)]);
}

function propertiesOf(component: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    asObjects(component.properties).flatMap(({ name, value }) =>
      typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

/** As this program and as Trivy write it; Syft has it in the purl. */
function sourceIn(properties: ReadonlyMap<string, string>): ListedPackage['source'] {
  const own = properties.get('fromage:source');
  if (own !== undefined) return splitSource(own);
  const name = properties.get('aquasecurity:trivy:SrcName');
  if (name === undefined) return null;
  const [version, release, epoch] = ['SrcVersion', 'SrcRelease', 'SrcEpoch'].map((key) => properties.get(`aquasecurity:trivy:${key}`));
  if (version === undefined) return { name, version: null };
  const whole = release === undefined ? version : `${version}-${release}`;
  return { name, version: epoch === undefined || epoch === '0' ? whole : `${epoch}:${whole}` };
}

/** `openssl@3.0.11-1`; the version may be left out. */
function splitSource(text: string): ListedPackage['source'] {
  const at = text.lastIndexOf('@');
  return at < 1 ? { name: text, version: null } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** Of a rpm the file is named that it was built from: `openssl-3.0.7-24.el9.src.rpm`. */
function sourceOfPurl(type: string, upstream: string): ListedPackage['source'] {
  const [, name, version] = type === 'rpm' ? (/^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream) ?? []) : [];
  return name === undefined || version === undefined ? splitSource(upstream) : { name, version };
}

const BUILT_FROM = /built (?:from|package from):? (\S+)(?: (\S+))?$/;

function readSpdx(document: JsonObject): ReadSbom {
  const packages = asObjects(document.packages).flatMap((one) => {
    const purls = asObjects(one.externalRefs).flatMap((ref) =>
      asText(ref.referenceType) === 'purl' ? (asText(ref.referenceLocator) ?? []) : [],
    );
    const purpose = asText(one.primaryPackagePurpose);
    if (purpose === 'CONTAINER' || purpose === 'OPERATING-SYSTEM') return [];
    const [, name, version = null] = BUILT_FROM.exec(asText(one.sourceInfo) ?? '') ?? [];
    return [listed(purls[0] ?? '', name === undefined ? null : { name, version })];
  });
  return {
    name: asText(document.name),
    system: null,
    ancestors: [],
    end: 'unknown',
    packages: packages.filter((one) => one !== null),
    unnamed: packages.filter((one) => one === null).length,
  };
}

function listed(
  text: string,
  source: ListedPackage['source'] = null,
  properties: ReadonlyMap<string, string> = new Map(),
): ListedPackage | null {
  const purl = parsePurl(text);
  if (purl === null || purl.type === 'oci') return null;
  const upstream = purl.qualifiers['upstream'];
  const layer = Number(properties.get('fromage:layer') ?? Number.NaN);
  return {
    purl,
    source: source ?? (typeof upstream === 'string' ? sourceOfPurl(purl.type, upstream) : null),
    // Numbered from 1 there.
    layer: Number.isSafeInteger(layer) && layer >= 1 ? layer - 1 : null,
    owner: properties.get('fromage:broughtBy') ?? null,
    declared: properties.get('fromage:declared') === 'true',
  };
}

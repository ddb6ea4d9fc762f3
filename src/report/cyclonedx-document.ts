import { formatPurl, type Purl } from '../model/purl.ts';
import { tryReference } from '../model/reference.ts';
import type { FileAccount, Sbom, SbomPackage } from '../model/sbom.ts';
import { layerNumber } from './layer-number.ts';
import { ownerName } from './owner-name.ts';
import type { SbomView } from './sbom-format.ts';

/** An SBOM, or as much of one as is known: a list of packages may come without files and layers. */
export interface ListedSbom extends Omit<Sbom, 'packages' | 'files'> {
  readonly packages: readonly ListedPackage[];
  readonly files: FileAccount | null;
}

export interface ListedPackage extends Omit<SbomPackage, 'layer'> {
  readonly layer: number | null;
}

const IMAGE = 'image';

/**
 * An SBOM as CycloneDX 1.6 has it in JSON. The lineage is in it: `pedigree.ancestors` of the image, a composition for each ancestor, and
 * layer and ancestor as properties of each component. No time unless one is given, and no random number, so that the same image gives
 * the same bytes.
 */
export function cyclonedxDocument(sbom: ListedSbom, view: Pick<SbomView, 'version' | 'time'>): CyclonedxDocument {
  const refs = componentRefs(sbom.packages);
  const components = sbom.packages.map((one, at) => componentOf(one, refs[at] ?? '', sbom));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(view.time === null ? {} : { timestamp: view.time }),
      tools: toolsOf(view),
      component: imageOf(sbom),
    },
    components: [...systemOf(sbom), ...components],
    dependencies: [
      { ref: IMAGE, dependsOn: [...systemOf(sbom).map((system) => system['bom-ref']), ...refs] },
      ...sbom.packages.flatMap(({ dependsOn }, at) =>
        dependsOn.length === 0 ? [] : [{ ref: refs[at] ?? '', dependsOn: dependsOn.map((place) => refs[place] ?? '') }],
      ),
    ],
    compositions: compositionsOf(sbom, refs),
  };
}

/** The program, as `metadata.tools` has it. */
export function toolsOf({ version }: Pick<SbomView, 'version'>): object {
  return { components: [{ type: 'application', name: 'fromage', version }] };
}

/** What JSON can say; the fields are CycloneDX's. */
export interface CyclonedxDocument {
  readonly [field: string]: unknown;
}

/** The `bom-ref` of each: the purl; where one package is there twice, with its number. */
export function componentRefs(packages: readonly { readonly purl: Purl }[]): readonly string[] {
  const seen = new Map<string, number>();
  return packages.map(({ purl }) => {
    const times = (seen.get(purl) ?? 0) + 1;
    seen.set(purl, times);
    return times === 1 ? purl : `${purl}#${times}`;
  });
}

/** The image itself, with its lineage as its pedigree. */
export function imageOf({ trace, files, gone }: Pick<ListedSbom, 'trace' | 'files' | 'gone'>): object {
  const { subject, lineage } = trace;
  const digest = subject.manifestDigest ?? subject.configDigest;
  const ancestors = lineage.ancestors.map(({ reference, digest: own, confidence }, at) => ({
    'bom-ref': `ancestor-${at + 1}`,
    type: 'container',
    name: reference ?? 'an image that is not known by name',
    ...(own === null ? {} : { version: own }),
    ...hashesOf(own),
    ...purlOfImage(reference, own),
    properties: [{ name: 'fromage:confidence', value: confidence }],
  }));
  return {
    'bom-ref': IMAGE,
    type: 'container',
    name: subject.name,
    ...(digest === null ? {} : { version: digest }),
    ...hashesOf(subject.manifestDigest ?? subject.configDigest),
    ...purlOfImage(subject.reference, subject.manifestDigest),
    ...(ancestors.length === 0 ? {} : { pedigree: { ancestors } }),
    properties: [
      { name: 'fromage:lineage:end', value: lineage.end },
      ...(files === null ? [] : accountOf(files)),
      ...gone.map(({ purl, history }) => ({
        name: 'fromage:gone',
        value: `${purl} removed by layer ${layerNumber(history.at(-1)?.layer ?? 0)}`,
      })),
    ],
  };
}

function accountOf({ files, bytes, unaccountedFiles, unaccountedBytes }: FileAccount): readonly object[] {
  return [
    { name: 'fromage:files', value: String(files) },
    { name: 'fromage:bytes', value: String(bytes) },
    { name: 'fromage:files:unaccounted', value: String(unaccountedFiles) },
    { name: 'fromage:bytes:unaccounted', value: String(unaccountedBytes) },
  ];
}

/** Of an image's manifest or config, whose digest is their hash; of the file of a package. */
function hashesOf(...digests: readonly (string | null)[]): object {
  const hashes = digests.flatMap((digest) => {
    const [, size, content] = /^sha(1|256|384|512):([0-9a-f]+)$/.exec(digest ?? '') ?? [];
    return size === undefined ? [] : [{ alg: `SHA-${size}`, content }];
  });
  return hashes.length === 0 ? {} : { hashes };
}

/** purl-types, `oci`: the last part of the repository is the name, the digest the version, the rest a qualifier. */
export function purlOfImage(reference: string | null, digest: string | null): { readonly purl?: string } {
  const parsed = reference === null ? 'empty' : tryReference(reference);
  if (typeof parsed === 'string' || digest === null) return {};
  const name = parsed.repository.slice(parsed.repository.lastIndexOf('/') + 1);
  const qualifiers = { repository_url: `${parsed.registry}/${parsed.repository}`, tag: parsed.tag };
  return { purl: formatPurl({ type: 'oci', namespace: null, name, version: digest, qualifiers }) };
}

function systemOf({ distribution }: ListedSbom): readonly { readonly 'bom-ref': string }[] {
  if (distribution === null) return [];
  const { id, versionId, name } = distribution;
  return [
    {
      'bom-ref': 'distribution',
      type: 'operating-system',
      name: id,
      ...(versionId === null ? {} : { version: versionId }),
      description: name,
    } as { 'bom-ref': string },
  ];
}

function componentOf(one: ListedPackage, ref: string, { trace }: ListedSbom): object {
  const { package: found, purl, layer, owner, contains } = one;
  const traced = layer === null ? undefined : trace.layers[layer];
  const { source } = found;
  const properties = [
    ...(layer === null ? [] : [{ name: 'fromage:layer', value: String(layerNumber(layer)) }]),
    ...(traced?.diffId == null ? [] : [{ name: 'fromage:layer:diffId', value: traced.diffId }]),
    ...(traced?.instruction == null ? [] : [{ name: 'fromage:layer:instruction', value: traced.instruction }]),
    { name: 'fromage:broughtBy', value: ownerName(owner, trace) },
    ...(source === null
      ? []
      : [{ name: 'fromage:source', value: source.version === null ? source.name : `${source.name}@${source.version}` }]),
    ...(found.state === undefined ? [] : [{ name: 'fromage:state', value: found.state }]),
    ...Object.entries(found.build ?? {}).map(([name, value]) => ({ name: `fromage:build:${name}`, value })),
    ...(one.declared ? [{ name: 'fromage:declared', value: 'true' }] : []),
    ...historyOf(one),
    { name: 'fromage:foundBy', value: found.foundBy },
    ...contains.map((part) => ({ name: 'fromage:contains', value: part })),
  ];
  return {
    'bom-ref': ref,
    type: 'library',
    ...(found.namespace === null ? {} : { group: found.namespace }),
    name: found.name,
    ...(found.version === null ? {} : { version: found.version }),
    ...hashesOf(...(found.hashes ?? [])),
    ...(found.licences.length === 0 ? {} : { licenses: found.licences.map((name) => ({ license: { name } })) }),
    purl,
    evidence: { occurrences: found.locations.map(({ path }) => ({ location: `/${path}` })) },
    properties,
  };
}

function historyOf({ history, touched, files, bytes }: ListedPackage): readonly { readonly name: string; readonly value: string }[] {
  const events = history.map(({ kind, layer, version, from }) => ({
    name: `fromage:history:${kind}`,
    value: `layer ${layerNumber(layer)}: ${from === null ? '' : `${from} to `}${version ?? 'no version'}`,
  }));
  if (touched === null) return events;
  return [
    ...events,
    { name: 'fromage:layer:touched', value: String(layerNumber(touched)) },
    { name: 'fromage:files', value: String(files) },
    { name: 'fromage:bytes', value: String(bytes) },
  ];
}

/** For each ancestor, and for the image itself, what it brought. That nothing more was brought cannot be known. */
function compositionsOf({ packages, problems }: ListedSbom, refs: readonly string[]): readonly object[] {
  const aggregate = problems.some(({ incomplete }) => incomplete) ? 'incomplete' : 'unknown';
  const owners = [...new Set(packages.map(({ owner }) => owner))];
  return owners.map((owner) => ({
    'bom-ref': `brought-by-${typeof owner === 'number' ? `ancestor-${owner + 1}` : (owner ?? 'unknown')}`,
    aggregate,
    assemblies: refs.filter((_, at) => packages[at]?.owner === owner),
  }));
}

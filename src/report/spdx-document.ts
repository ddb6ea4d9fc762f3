import type { Sbom, SbomPackage } from '../model/sbom.ts';
import { ownerName } from './owner-name.ts';
import type { SbomView } from './sbom-format.ts';

/** SPDX 2.3 in JSON, as far as we say anything. */
export interface SpdxDocument {
  readonly spdxVersion: string;
  readonly dataLicense: string;
  readonly SPDXID: string;
  readonly name: string;
  readonly documentNamespace: string;
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] };
  readonly packages: readonly SpdxPackage[];
  readonly relationships: readonly SpdxRelationship[];
}

export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly primaryPackagePurpose?: string;
  readonly downloadLocation: string;
  readonly filesAnalyzed: boolean;
  readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[];
  readonly licenseConcluded: string;
  readonly licenseDeclared: string;
  readonly copyrightText: string;
  readonly licenseComments?: string;
  readonly sourceInfo?: string;
  readonly comment?: string;
  readonly externalRefs?: readonly {
    readonly referenceCategory: string;
    readonly referenceType: string;
    readonly referenceLocator: string;
  }[];
}

export interface SpdxRelationship {
  readonly spdxElementId: string;
  readonly relationshipType: string;
  readonly relatedSpdxElement: string;
}

const DOCUMENT = 'SPDXRef-DOCUMENT';
const IMAGE = 'SPDXRef-image';
const UNSAID = 'NOASSERTION';

/**
 * An SBOM as SPDX 2.3 has it. The image is DESCENDANT_OF each ancestor and CONTAINS its packages; layer and ancestor stand in each
 * package's comment. The time is the image's own unless another is given, so that the same image gives the same bytes.
 */
export function spdxDocument(sbom: Sbom, view: SbomView): SpdxDocument {
  const { subject, lineage } = sbom.trace;
  const digest = subject.manifestDigest ?? subject.configDigest ?? subject.name;
  const ancestors = lineage.ancestors.map(({ reference, digest: own }, at) => ({
    ...packageBase(`SPDXRef-ancestor-${at + 1}`, reference ?? 'an image that is not known by name', own),
    primaryPackagePurpose: 'CONTAINER',
  }));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: subject.name,
    documentNamespace: `urn:fromage:sbom:${encodeURIComponent(digest)}`,
    creationInfo: { created: creationTime(view.time ?? subject.created), creators: [`Tool: fromage-${view.version}`] },
    packages: [
      { ...packageBase(IMAGE, subject.name, subject.manifestDigest ?? subject.configDigest), primaryPackagePurpose: 'CONTAINER' },
      ...ancestors,
      ...sbom.packages.map((one, at) => packageOf(one, idOf(at), sbom)),
    ],
    relationships: [
      relation(DOCUMENT, 'DESCRIBES', IMAGE),
      ...ancestors.map(({ SPDXID }) => relation(IMAGE, 'DESCENDANT_OF', SPDXID)),
      ...sbom.packages.map((_, at) => relation(IMAGE, 'CONTAINS', idOf(at))),
      ...sbom.packages.flatMap(({ dependsOn }, at) => dependsOn.map((place) => relation(idOf(at), 'DEPENDS_ON', idOf(place)))),
    ],
  };
}

function idOf(at: number): string {
  return `SPDXRef-package-${at + 1}`;
}

/** SPDX wants `YYYY-MM-DDThh:mm:ssZ`; the epoch where the image tells no time. */
function creationTime(created: string | null): string {
  const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(created ?? '')?.[1];
  return `${time ?? '1970-01-01T00:00:00'}Z`;
}

function packageBase(id: string, name: string, version: string | null): SpdxPackage {
  return {
    SPDXID: id,
    name,
    ...(version === null ? {} : { versionInfo: version }),
    downloadLocation: UNSAID,
    filesAnalyzed: false,
    ...checksumsOf(version),
    licenseConcluded: UNSAID,
    licenseDeclared: UNSAID,
    copyrightText: UNSAID,
  };
}

/** The version of an image is its digest, a hash of its manifest or config. */
function checksumsOf(...digests: readonly (string | null)[]): Pick<SpdxPackage, 'checksums'> {
  const checksums = digests.flatMap((digest) => {
    const [, algorithm, checksumValue] = /^(sha1|sha256|sha384|sha512):([0-9a-f]{40,128})$/.exec(digest ?? '') ?? [];
    return algorithm === undefined || checksumValue === undefined ? [] : [{ algorithm: algorithm.toUpperCase(), checksumValue }];
  });
  return checksums.length === 0 ? {} : { checksums };
}

function packageOf({ package: found, purl, layer, owner }: SbomPackage, id: string, { trace }: Sbom): SpdxPackage {
  const { source } = found;
  const from = source === null ? '' : `; built from ${source.name} ${source.version ?? ''}`.trimEnd();
  return {
    ...packageBase(id, found.name, found.version),
    ...checksumsOf(...(found.hashes ?? [])),
    ...(found.licences.length === 0 ? {} : { licenseComments: `as found: ${found.licences.join(', ')}` }),
    sourceInfo: `found in ${found.locations.map(({ path }) => `/${path}`).join(', ')}${from}`,
    comment: `layer ${layer + 1}, brought by ${ownerName(owner, trace)}`,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  };
}

function relation(from: string, relationshipType: string, to: string): SpdxRelationship {
  return { spdxElementId: from, relationshipType, relatedSpdxElement: to };
}

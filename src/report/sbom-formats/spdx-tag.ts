import type { SbomFormat } from '../sbom-format.ts';
import type { SpdxDocument, SpdxPackage } from '../spdx-document.ts';
import { spdxDocument } from '../spdx-document.ts';

/** SPDX 2.3, "Tag-value": a field a line, packages parted by empty lines. */
export const spdxTag = {
  id: 'spdx-tag',
  summary: 'SPDX 2.3 in tags and values',
  write: (sbom, view) => `${linesOf(spdxDocument(sbom, view)).join('\n')}\n`,
} as const satisfies SbomFormat;

function linesOf(document: SpdxDocument): readonly string[] {
  const { creationInfo } = document;
  return [
    tag('SPDXVersion', document.spdxVersion),
    tag('DataLicense', document.dataLicense),
    tag('SPDXID', document.SPDXID),
    tag('DocumentName', document.name),
    tag('DocumentNamespace', document.documentNamespace),
    ...creationInfo.creators.map((creator) => tag('Creator', creator)),
    tag('Created', creationInfo.created),
    ...document.packages.flatMap((one) => ['', ...packageLines(one)]),
    '',
    ...document.relationships.map((one) => tag('Relationship', `${one.spdxElementId} ${one.relationshipType} ${one.relatedSpdxElement}`)),
  ];
}

function packageLines(one: SpdxPackage): readonly string[] {
  const optional = (name: string, value: string | undefined) => (value === undefined ? [] : [tag(name, value)]);
  const long = (name: string, value: string | undefined) => (value === undefined ? [] : [`${name}: <text>${withoutTags(value)}</text>`]);
  return [
    tag('PackageName', one.name),
    tag('SPDXID', one.SPDXID),
    ...optional('PackageVersion', one.versionInfo),
    tag('PackageDownloadLocation', one.downloadLocation),
    tag('FilesAnalyzed', String(one.filesAnalyzed)),
    ...(one.checksums ?? []).map(({ algorithm, checksumValue }) => tag('PackageChecksum', `${algorithm}: ${checksumValue}`)),
    ...long('PackageSourceInfo', one.sourceInfo),
    tag('PackageLicenseConcluded', one.licenseConcluded),
    tag('PackageLicenseDeclared', one.licenseDeclared),
    ...long('PackageLicenseComments', one.licenseComments),
    tag('PackageCopyrightText', one.copyrightText),
    ...long('PackageComment', one.comment),
    ...(one.externalRefs ?? []).map((ref) => tag('ExternalRef', `${ref.referenceCategory} ${ref.referenceType} ${ref.referenceLocator}`)),
    ...optional('PrimaryPackagePurpose', one.primaryPackagePurpose),
  ];
}

/** A value stands in one line: what an image says must not begin a field of its own. */
function tag(name: string, value: string): string {
  return `${name}: ${withoutTags(value).replace(/[\r\n\u2028\u2029\u0085\v\f]+/g, ' ')}`;
}

function withoutTags(text: string): string {
  return text.replace(/<\/?text>/gi, '');
}

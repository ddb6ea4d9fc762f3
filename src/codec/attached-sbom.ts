import { type UnwrappedDocument, unwrapDocument } from './in-toto.ts';
import { type JsonObject, asObject, asObjects, asText, asTexts } from './json-shape.ts';

/** What an SBOM says of itself. */
export interface DescribedSbom {
  readonly format: 'cyclonedx' | 'spdx';
  readonly specVersion: string | null;
  readonly tool: string | null;
  readonly count: number;
  readonly purls: readonly string[];
}

/** An SBOM out of what it came in. */
export interface UnwrappedSbom extends DescribedSbom, UnwrappedDocument {}

/** Reads an SBOM, alone or in what unwrapDocument takes off. Null where it is something else. */
export function unwrapSbom(value: unknown): UnwrappedSbom | null {
  const unwrapped = unwrapDocument(value);
  if (unwrapped === null) return null;
  const found = describeSbom(unwrapped.document);
  return found === null ? null : { ...found, ...unwrapped };
}

/** Null where a document is no SBOM. */
export function describeSbom(document: JsonObject): DescribedSbom | null {
  return describeSpdx(document) ?? describeCyclonedx(document);
}

function describeSpdx(document: JsonObject): DescribedSbom | null {
  const version = /^SPDX-(.+)$/.exec(asText(document.spdxVersion) ?? '')?.[1];
  if (version === undefined) return null;
  const packages = asObjects(document.packages);
  const creators = asTexts(asObject(document.creationInfo)?.creators);
  return {
    format: 'spdx',
    specVersion: version,
    tool: creators.find((creator) => creator.startsWith('Tool: '))?.slice('Tool: '.length) ?? null,
    count: packages.length,
    purls: packages.flatMap((one) =>
      asObjects(one.externalRefs).flatMap((ref) => (asText(ref.referenceType) === 'purl' ? (asText(ref.referenceLocator) ?? []) : [])),
    ),
  };
}

function describeCyclonedx(document: JsonObject): DescribedSbom | null {
  if (document.bomFormat !== 'CycloneDX') return null;
  const components = asObjects(document.components);
  const tools = asObject(document.metadata)?.tools;
  const [tool] = [...asObjects(tools), ...asObjects(asObject(tools)?.components)];
  const name = asText(tool?.name);
  return {
    format: 'cyclonedx',
    specVersion: asText(document.specVersion),
    tool: name === null ? null : [name, asText(tool?.version)].filter((part) => part !== null).join(' '),
    count: components.length,
    purls: components.flatMap((one) => asText(one.purl) ?? []),
  };
}

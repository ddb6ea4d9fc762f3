import { type JsonObject, asObject, asObjects, asText, asTexts } from './json-shape.ts';

/** An SBOM out of what it came in. */
export interface UnwrappedSbom {
  readonly format: 'cyclonedx' | 'spdx';
  readonly specVersion: string | null;
  readonly tool: string | null;
  readonly count: number;
  readonly purls: readonly string[];
  /** Digests of what the in-toto statement is about, `sha256:…`; empty for a bare document, which does not say. */
  readonly subjects: readonly string[];
  readonly document: JsonObject;
}

/**
 * Reads an SBOM that stands alone, as the predicate of an in-toto statement, or in a DSSE envelope around one; in-toto attestation
 * v1, "Envelope". Null where it is something else.
 */
export function unwrapSbom(value: unknown): UnwrappedSbom | null {
  const statement = asObject(value);
  if (statement === null) return null;
  const payload = asText(statement.payload);
  if (payload !== null) return unwrapSbom(decodePayload(payload));
  const predicate = asObject(statement.predicate);
  // cosign wraps the document once more, with a time beside it.
  const document = predicate === null ? statement : (asObject(predicate.Data) ?? predicate);
  const found = describeSpdx(document) ?? describeCyclonedx(document);
  return found === null ? null : { ...found, subjects: predicate === null ? [] : subjectsOf(statement), document };
}

function decodePayload(payload: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))));
  } catch {
    return null;
  }
}

type Described = Omit<UnwrappedSbom, 'subjects' | 'document'>;

function describeSpdx(document: JsonObject): Described | null {
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

function describeCyclonedx(document: JsonObject): Described | null {
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

function subjectsOf(statement: JsonObject): readonly string[] {
  return asObjects(statement.subject).flatMap((subject) => {
    const hex = asText(asObject(subject.digest)?.sha256);
    return hex === null ? [] : [`sha256:${hex}`];
  });
}

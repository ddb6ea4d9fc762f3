import { asObject, asObjects, asText, type JsonObject } from './json-shape.ts';

/** A document out of what it came in. */
export interface UnwrappedDocument {
  readonly document: JsonObject;
  /** Digests of what the statement around it is about, `sha256:…`; empty for a bare document, which does not say. */
  readonly subjects: readonly string[];
}

/**
 * A document that stands alone, as the predicate of an in-toto statement, or in a DSSE envelope around one; in-toto attestation v1,
 * "Envelope". Signatures are not looked at. Null where it is no object.
 */
export function unwrapDocument(value: unknown): UnwrappedDocument | null {
  const outer = asObject(value);
  const payload = asText(outer?.['payload']);
  const statement = payload === null ? outer : asObject(decodePayload(payload));
  if (statement === null) return null;
  const predicate = asObject(statement['predicate']);
  // cosign wraps the document once more, with a time beside it.
  const document = predicate === null ? statement : (asObject(predicate['Data']) ?? predicate);
  return { document, subjects: predicate === null ? [] : subjectsOf(statement) };
}

function decodePayload(payload: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))));
  } catch {
    return null;
  }
}

function subjectsOf(statement: JsonObject): readonly string[] {
  return asObjects(statement['subject']).flatMap((subject) => {
    const hex = asText(asObject(subject['digest'])?.['sha256']);
    return hex === null ? [] : [`sha256:${hex}`];
  });
}

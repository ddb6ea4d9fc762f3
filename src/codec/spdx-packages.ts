import { type PurlParts, parsePurl } from '../model/purl.ts';
import { type JsonObject, asObjects, asText, parseJsonObject } from './json-shape.ts';

/** A package that an SBOM names by its purl. */
export interface SpdxPackage {
  readonly purl: PurlParts;
  readonly licence: string | null;
}

/** What stands for nothing; SPDX 2.3, clause 7.13. */
const NO_LICENCE: ReadonlySet<string | null> = new Set(['NOASSERTION', 'NONE']);

/** The packages of an SPDX document in JSON, 2.2 or 2.3, that have a purl, each once. Throws `malformed`. */
export function readSpdxPackages(bytes: Uint8Array): readonly SpdxPackage[] {
  const document = parseJsonObject(bytes, 'the SBOM', bytes.length);
  if (!asText(document.spdxVersion)?.startsWith('SPDX-2.')) return [];
  const found = new Map<string, SpdxPackage>();
  for (const one of asObjects(document.packages)) {
    for (const ref of asObjects(one.externalRefs)) {
      const text = asText(ref.referenceType) === 'purl' ? asText(ref.referenceLocator) : null;
      const purl = text === null ? null : parsePurl(text);
      if (text !== null && purl !== null && !found.has(text)) found.set(text, { purl, licence: licenceOf(one) });
    }
  }
  return [...found.values()];
}

function licenceOf({ licenseConcluded, licenseDeclared }: JsonObject): string | null {
  const licences = [asText(licenseDeclared), asText(licenseConcluded)];
  return licences.find((licence) => licence !== null && !NO_LICENCE.has(licence)) ?? null;
}

import { asObject, asObjects, asText, asTexts, type JsonObject } from '../../codec/json-shape.ts';
import { parsePurl } from '../../model/purl.ts';
import type { VexThing } from '../../model/suppression.ts';

/** A thing by the names it is given: purls among them are told apart. */
export function thingOf(names: readonly (string | null)[], more: Partial<Omit<VexThing, 'purls' | 'names'>> = {}): VexThing {
  const given = [...new Set(names.filter((name) => name !== null))];
  const purls = given.map((name) => parsePurl(name));
  return {
    purls: purls.filter((purl) => purl !== null),
    names: given.filter((_, at) => purls[at] === null),
    digests: [],
    cpes: [],
    versions: null,
    ...more,
  };
}

/** A SHA-256 in hexadecimal as a digest; none where it is something else. */
export function digestsOf(hex: string | null): readonly string[] {
  return hex !== null && /^[0-9a-f]{64}$/i.test(hex) ? [`sha256:${hex.toLowerCase()}`] : [];
}

/** `[{ alg: 'SHA-256', content }]`, as CycloneDX has it. */
export function digestsOfHashes(hashes: unknown): readonly string[] {
  return asObjects(hashes).flatMap((hash) => (asText(hash.alg) === 'SHA-256' ? digestsOf(asText(hash.content)) : []));
}

/** The members that are texts or lists of texts, in one list. */
export function textsOf(object: JsonObject | null, ...keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const value = asObject(object)?.[key];
    return typeof value === 'string' ? (asText(value) ?? []) : asTexts(value);
  });
}

/** The file, and the id that the document gives itself. */
export function sourceOf(file: string, id: string | null): string {
  return id === null ? file : `${file} (${id})`;
}

import { FromageError } from '../model/error.ts';

/** A JSON object whose members are not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses bytes that must be one JSON object. Throws `too-large` over `maxBytes`, `malformed` where it is none. */
export function parseJsonObject(bytes: Uint8Array, what: string, maxBytes: number): JsonObject {
  const value = parseJson(bytes, what, maxBytes);
  const object = asObject(value);
  if (object === null) throw new FromageError('malformed', `${what} is not a JSON object`);
  return object;
}

/** Parses bytes that must be JSON of any shape. Throws `too-large`, `malformed`. */
export function parseJson(bytes: Uint8Array, what: string, maxBytes: number): unknown {
  if (bytes.length > maxBytes) throw new FromageError('too-large', `${what} has ${bytes.length} bytes; at most ${maxBytes} are read`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new FromageError('malformed', `${what} is not valid JSON`);
  }
}

/** The value where it is an object (and no array), else null. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The items that are objects; none where it is no array. */
export function asObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((item) => item !== null) : [];
}

/** The value where it is a string with something in it, else null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The members that are strings; everything else is passed over. */
export function asTextRecord(value: unknown): Readonly<Record<string, string>> {
  const object = asObject(value);
  if (object === null) return {};
  return Object.fromEntries(Object.entries(object).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** The items that are strings. */
export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** An array of at most `max` items; absent or null is empty. Throws `malformed` where it is no array, `too-large` over `max`. */
export function asBoundedArray(value: unknown, what: string, max: number): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new FromageError('malformed', `${what} is not a list`);
  if (value.length > max) throw new FromageError('too-large', `${what} has ${value.length} items; at most ${max} are read`);
  return value;
}

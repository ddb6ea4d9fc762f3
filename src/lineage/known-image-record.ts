import { asObject, type JsonObject } from '../codec/json-shape.ts';
import { parseDiffId, parseDigest } from '../model/digest.ts';
import { tryReference } from '../model/reference.ts';
import type { KnownImage } from './known-image.ts';

/**
 * Whether a value read from the user's index is a record in full. Another version of the program, a full disk or a hand
 * may have written anything; what is let in here is parsed again without care.
 */
export function isKnownImage(value: unknown): value is KnownImage {
  const image = asObject(value);
  if (image === null) return false;
  return (
    isReference(image['reference']) &&
    typeof image['platform'] === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(String(image['seen'])) &&
    [image['index'], image['manifest'], image['config']].every((one) => one === null || parseDigest(one) !== null) &&
    isListOf(image['blobs'], (one) => parseDigest(one) !== null) &&
    (image['diffIds'] === null || isListOf(image['diffIds'], (one) => parseDiffId(one) !== null)) &&
    (image['history'] === null || isListOf(image['history'], isStep)) &&
    (image['below'] === null || isBelow(image['below'])) &&
    (image['origin'] === 'added' || image['origin'] === 'learned') &&
    [image['source'], image['created']].every(isTextOrNull) &&
    (image['size'] === null || typeof image['size'] === 'number') &&
    typeof image['hashed'] === 'boolean'
  );
}

function isStep(value: unknown): boolean {
  const step = asObject(value);
  if (step === null || typeof step['emptyLayer'] !== 'boolean') return false;
  return [step['created'], step['createdBy'], step['author'], step['comment']].every(isTextOrNull);
}

function isBelow(value: unknown): boolean {
  const below: JsonObject = asObject(value) ?? {};
  return isListOf(below['ancestors'], isReference) && (below['end'] === 'scratch' || below['end'] === 'unknown');
}

function isReference(value: unknown): boolean {
  return typeof value === 'string' && typeof tryReference(value) !== 'string';
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

import { asObject, type JsonObject } from '../../codec/json-shape.ts';
import { FromageError } from '../../model/error.ts';
import type { VexDocument } from '../../model/suppression.ts';
import { readCsafVex } from './csaf-vex.ts';
import { readCyclonedxVex } from './cyclonedx-vex.ts';
import { readOpenVex } from './open-vex.ts';

/** What can be read: a function that gives null where a document is of another kind. */
const READERS: readonly ((document: JsonObject, source: string) => VexDocument | null)[] = [readOpenVex, readCyclonedxVex, readCsafVex];

/** Reads a VEX document of any kind; `source` is how the file is called. Throws `malformed` where it is of none. */
export function readVex(value: unknown, source: string): VexDocument {
  const found = tryVex(value, source);
  if (found !== null) return found;
  throw new FromageError('malformed', `${source} is no VEX document`, {
    hint: 'Read are OpenVEX, CycloneDX with vulnerabilities, and CSAF, all in JSON.',
  });
}

/** The same; null where it is of no kind. */
export function tryVex(value: unknown, source: string): VexDocument | null {
  const document = asObject(value);
  if (document === null) return null;
  for (const read of READERS) {
    const found = read(document, source);
    if (found !== null) return found;
  }
  return null;
}

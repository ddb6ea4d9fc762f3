import { readParagraphs } from './control-file.ts';

/** What METADATA and PKG-INFO say of a distribution; core-metadata specification of packaging.python.org. */
export interface PythonMetadata {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
}

const FIELDS: ReadonlySet<string> = new Set(['name', 'version', 'license', 'license-expression']);

/** Longer texts in `License` are the licence itself. */
const MAX_LICENCE = 120;

/** Null where name or version is missing. Only the headers are read; a description may follow them. */
export function readPythonMetadata(text: string): PythonMetadata | null {
  const [headers] = readParagraphs(text, FIELDS);
  const [name, version] = [headers?.get('name'), headers?.get('version')];
  if (name === undefined || name === '' || version === undefined || version === '') return null;
  return { name, version, licence: headers?.get('license-expression') || licenceField(headers?.get('license')) || classifierOf(text) };
}

function licenceField(value: string | undefined): string | null {
  return value === undefined || value === 'UNKNOWN' || value.length > MAX_LICENCE || value.includes('\n') ? null : value;
}

function classifierOf(text: string): string | null {
  const end = text.search(/\r?\n\r?\n/);
  const headers = end < 0 ? text : text.slice(0, end);
  return /^Classifier: License :: (?:OSI Approved :: )?(.+?)\r?$/m.exec(headers)?.[1] ?? null;
}

import { readParagraphs } from './control-file.ts';

/** What METADATA and PKG-INFO say of a distribution; core-metadata specification of packaging.python.org. */
export interface PythonMetadata {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  /** Names of what it requires, whatever the platform; what only an extra requires is left out. */
  readonly needs: readonly string[];
}

const FIELDS: ReadonlySet<string> = new Set(['name', 'version', 'license', 'license-expression']);

/** Longer texts in `License` are the licence itself. */
const MAX_LICENCE = 120;

/** Null where name or version is missing. Only the headers are read; a description may follow them. */
export function readPythonMetadata(text: string): PythonMetadata | null {
  const [headers] = readParagraphs(text, FIELDS);
  const [name, version] = [headers?.get('name'), headers?.get('version')];
  if (name === undefined || name === '' || version === undefined || version === '') return null;
  const licence = headers?.get('license-expression') || licenceField(headers?.get('license')) || classifierOf(text);
  return { name, version, licence, needs: needsIn(text) };
}

function licenceField(value: string | undefined): string | null {
  return value === undefined || value === 'UNKNOWN' || value.length > MAX_LICENCE || value.includes('\n') ? null : value;
}

/** `Requires-Dist: charset-normalizer (<4,>=2); python_version > "3"`, a line each. */
function needsIn(text: string): readonly string[] {
  const found = headersOf(text).matchAll(/^Requires-Dist:\s*([A-Za-z0-9][A-Za-z0-9._-]*)([^\r\n]*)/gm);
  return [...new Set([...found].flatMap(([, name = '', rest = '']) => (/;.*\bextra\s*==/.test(rest) ? [] : [name])))];
}

function headersOf(text: string): string {
  const end = text.search(/\r?\n\r?\n/);
  return end < 0 ? text : text.slice(0, end);
}

function classifierOf(text: string): string | null {
  const headers = headersOf(text);
  return /^Classifier: License :: (?:OSI Approved :: )?(.+?)\r?$/m.exec(headers)?.[1] ?? null;
}

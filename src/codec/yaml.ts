import type { Document, LineCounter } from 'yaml';
import { FromageError } from '../model/error.ts';

/** A YAML document as plain values, and where in the text they stand. */
export interface YamlDocument {
  readonly value: unknown;
  /** One-based line of the value at a path of keys and places; of the nearest above it where it is not there. */
  lineOf(path: readonly (string | number)[]): number;
}

/** How often a file may repeat what it has named: a few names can stand for more than any memory holds. */
const MAX_ALIASES = 100;

/** Parses YAML 1.2, or JSON; its reader is loaded when the first file is met. Throws `malformed` with the line. */
export async function parseYaml(text: string, what: string): Promise<YamlDocument> {
  const { LineCounter: Counter, parseDocument } = await import('yaml');
  const lines = new Counter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new FromageError('malformed', `${what}:${lines.linePos(fault.pos[0]).line} is not valid YAML: ${fault.message}`);
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), lineOf: (path) => lineOf(document, path, lines) };
  } catch {
    throw new FromageError('malformed', `${what} is not valid YAML: it repeats too much of itself`);
  }
}

function lineOf(document: Document, path: readonly (string | number)[], lines: LineCounter): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = startOf(node);
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function startOf(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start] = node.range;
  return typeof start === 'number' ? start : null;
}

import type { Escape } from './dockerfile.ts';
import { skipSpace } from './space.ts';
import type { Span } from './span.ts';

/** A line of the form `# key=value` whose key is one of the three known ones. */
export interface DirectiveLine {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly valueSpan: Span;
}

/** Reads a directive between `start` and `end`, which are those of its line without the white space before it; null where it is none. */
export function readDirective(text: string, start: number, end: number, marker = '#'): DirectiveLine | null {
  if (!text.startsWith(marker, start)) return null;
  const at = skipSpace(text, start + marker.length, end);
  const match = DIRECTIVE.exec(text.slice(at, end));
  if (match === null) return null;
  const [whole, key = '', value = ''] = match;
  const name = key.toLowerCase();
  if (!DIRECTIVE_NAMES.has(name)) return null;
  const valueStart = at + whole.length - value.length;
  return { name, value, valueSpan: { start: valueStart, end: valueStart + value.length } };
}

/** The escape character that a directive sets; null where the value can be none. */
export function readEscape(value: string): Escape | null {
  return value === '\\' || value === '`' ? value : null;
}

/**
 * The frontend that a file asks for (`docker/dockerfile:1`), whatever language it is written in: from `# syntax=`, from
 * `// syntax=`, or from a JSON object with a `syntax` member; a first line `#!…` is passed over. Null where none is asked for.
 */
export function detectSyntax(text: string): string | null {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.startsWith('#!', start) ? afterLine(text, start) : text.slice(start);
  return syntaxAmong(body, '#') ?? syntaxAmong(body, '//') ?? syntaxOfJson(body);
}

const DIRECTIVE_NAMES = new Set(['syntax', 'escape', 'check']);

// The value ends at the last character that is no white space; `trimEnd` in its place would know other characters than Go's \s.
const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*([^\t\n\f\r ](?:.*[^\t\n\f\r ])?)/s;

function syntaxAmong(body: string, marker: string): string | null {
  const seen = new Set<string>();
  for (const line of linesOf(body)) {
    const directive = readDirective(line, 0, line.length, marker);
    if (directive === null || seen.has(directive.name)) return null;
    if (directive.name === 'syntax') return directive.value.split(' ', 1)[0] ?? null;
    seen.add(directive.name);
  }
  return null;
}

function* linesOf(body: string): Generator<string> {
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf('\n', start);
    const end = newline < 0 ? body.length : newline;
    yield body.slice(start, end).replace(/\r$/, '');
    start = end + 1;
  }
}

function syntaxOfJson(body: string): string | null {
  if (!/^\s*\{/.test(body)) return null;
  try {
    const value: unknown = JSON.parse(body);
    const syntax: unknown = typeof value === 'object' && value !== null && 'syntax' in value ? value.syntax : null;
    return typeof syntax === 'string' ? syntax : null;
  } catch {
    return null;
  }
}

function afterLine(text: string, start: number): string {
  const newline = text.indexOf('\n', start);
  return newline < 0 ? '' : text.slice(newline + 1);
}

import { FromageError } from '../model/error.ts';

/** Parses JSON with comments and trailing commas. Throws `malformed`. */
export function parseJsonc(text: string, what: string): unknown {
  try {
    return JSON.parse(toPlainJson(text));
  } catch {
    throw new FromageError('malformed', `${what} is not valid JSON with comments`);
  }
}

/** One pass, so that hostile text costs no more than its length. */
function toPlainJson(text: string): string {
  const kept: string[] = [];
  let comma = -1;
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    at = end;
    if (/^\s/.test(token) || token.startsWith('/')) continue;
    if (comma >= 0 && (token === '}' || token === ']')) kept[comma] = '';
    comma = token === ',' ? kept.length : -1;
    kept.push(token);
  }
  return kept.join('');
}

const PLAIN = /[^\s"/,[\]{}]+|\s+/y;

/** Where the string, comment, space, word or sign ends that begins here. */
function tokenEnd(text: string, at: number): number {
  if (text[at] === '"') return stringEnd(text, at);
  if (text.startsWith('//', at)) return indexOrEnd(text, '\n', at, 0);
  if (text.startsWith('/*', at)) return indexOrEnd(text, '*/', at + 2, 2);
  PLAIN.lastIndex = at;
  return PLAIN.test(text) ? PLAIN.lastIndex : at + 1;
}

function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function indexOrEnd(text: string, sought: string, from: number, beyond: number): number {
  const found = text.indexOf(sought, from);
  return found < 0 ? text.length : found + beyond;
}

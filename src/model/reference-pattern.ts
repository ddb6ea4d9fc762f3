import type { Reference } from './reference.ts';
import { familiarName, familiarReference } from './reference.ts';

/**
 * Whether a reference, as Docker shows it, fits a pattern: with its tag or without. `*` stands for any run of characters
 * but `/`, `?` for one, `[a-z]` and `[^a-z]` for one of a set; `\` takes their meaning away. A broken pattern fits nothing.
 */
export function matchReference(pattern: string, reference: Reference): boolean {
  const parts = parsePattern(pattern);
  if (parts === null) return false;
  return [familiarReference(reference), familiarName(reference)].some((name) => matchPath(parts, name.split('/')));
}

/** One character of a name: `*`, or what it may be. */
type Token = '*' | ((character: string) => boolean);

/** The tokens of each part between slashes; null where a set or an escape does not end. No token stands for a slash. */
function parsePattern(pattern: string): readonly (readonly Token[])[] | null {
  const parts: Token[][] = [[]];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const part = parts.at(-1) ?? [];
    if (character === '/') parts.push([]);
    else if (character === '*') part.push('*');
    else if (character === '?') part.push(() => true);
    else if (character === '[') {
      const set = /^\[(\^?)((?:\\.|[^\]\\])+)\]/s.exec(pattern.slice(at));
      if (set === null) return null;
      part.push(parseSet(set[2] ?? '', set[1] === '^'));
      at += set[0].length - 1;
    } else {
      if (character === '\\') at++;
      const literal = pattern.charAt(at);
      if (literal === '') return null;
      part.push((there) => there === literal);
    }
  }
  return parts;
}

function parseSet(text: string, negated: boolean): (character: string) => boolean {
  const ranges = [...text.matchAll(/(?:\\(.)|(.))(?:-(?:\\(.)|([^\\])))?/gs)].map(([, a, b, c, d]) => {
    const low = a ?? b ?? '';
    return [low, c ?? d ?? low] as const;
  });
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== negated;
}

function matchPath(parts: readonly (readonly Token[])[], names: readonly string[]): boolean {
  return parts.length === names.length && parts.every((tokens, index) => matchPart(tokens, names[index] ?? ''));
}

/** After a mismatch the last star takes one character more: no star before it needs to. */
function matchPart(tokens: readonly Token[], name: string): boolean {
  let token = 0;
  let at = 0;
  let retry: { token: number; at: number } | null = null;
  while (at < name.length) {
    const current = tokens[token];
    if (current === '*') retry = { token: ++token, at };
    else if (current?.(name.charAt(at))) [token, at] = [token + 1, at + 1];
    else if (retry === null) return false;
    else {
      retry = { token: retry.token, at: retry.at + 1 };
      [token, at] = [retry.token, retry.at];
    }
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

import type { Word } from './words.ts';

/** A JSON array of strings; `null` where the text is none; `not-strings` where it is an array with something else in it. */
export function readJsonArray(text: string, from: number, to: number): readonly Word[] | 'not-strings' | null {
  if (text.charAt(from) !== '[') return null;
  const values = parseArray(text.slice(from, to));
  if (values === null) return null;
  const strings = values.filter((value) => typeof value === 'string');
  if (strings.length < values.length) return 'not-strings';
  return placeStrings(text, from, to, strings);
}

/** Go takes a number that fits no float for no JSON at all, JSON.parse for infinity. */
function parseArray(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    return value.some((item) => typeof item === 'number' && !Number.isFinite(item)) ? null : value;
  } catch {
    return null;
  }
}

/** The array is known to be flat and valid, so each string ends at the next quote that is not escaped. */
function placeStrings(text: string, from: number, to: number, strings: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  let at = from;
  for (const string of strings) {
    const start = text.indexOf('"', at);
    at = start + 1;
    while (at < to && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
    at++;
    words.push({ text: string.toWellFormed(), start, end: at });
  }
  return words;
}

/**
 * White space as Go's `unicode.IsSpace` has it, which is not what `\s` means: U+0085 is in, U+FEFF is not.
 * The frontend trims lines with it.
 */
export function isSpace(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13);
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || FAR_SPACES.has(code);
}

/** What separates words where the frontend splits without looking at quotes: `[\t\v\f\r ]`. */
export function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\v' || character === '\f';
}

/** The first offset in `[start, end)` that is no white space, or `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charAt(at))) at++;
  return at;
}

/** The offset after the last character in `[start, end)` that is no white space, or `start`. */
export function trimSpaceEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charAt(at - 1))) at--;
  return at;
}

/** The text without white space around it, as Go's `strings.TrimSpace` gives it. */
export function trimSpace(text: string): string {
  const start = skipSpace(text, 0, text.length);
  return text.slice(start, trimSpaceEnd(text, start, text.length));
}

/** The first offset in `[start, end)` that is no blank, or `end`. */
export function skipBlank(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charAt(at))) at++;
  return at;
}

/** The first offset in `[start, end)` that is a blank, or `end`. */
export function skipWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charAt(at))) at++;
  return at;
}

const FAR_SPACES = new Set([0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);

import { familiarReference, tryReference } from '../model/reference.ts';

/** Bytes as Docker shows them: powers of 1,000, three digits at most. `29126484` → `29.1 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `docker.io/library/debian:12` → `debian:12`; what is no reference stays as it is. A digest is cut to twelve digits. */
export function shortReference(text: string): string {
  const reference = tryReference(text);
  if (typeof reference === 'string') return printable(text);
  if (reference.digest === null) return familiarReference(reference);
  return `${familiarReference({ ...reference, digest: null })}@${reference.digest.slice(0, 19)}…`;
}

/** `1 layer`, `2 layers`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The day of an RFC 3339 time; null where there is none, or one of the fixed times of reproducible builders. */
export function dayOf(created: string | null): string | null {
  const day = /^(\d{4})-\d\d-\d\d/.exec(created ?? '');
  return day === null || Number(day[1]) < 1990 ? null : day[0];
}

/** What an image says goes to a terminal: no control characters, which could move the cursor or hide text. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '�');
}

/** At most `width` characters, the cut shown by `…`. */
export function truncate(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Lines of at most `width` characters (Infinity: 80), broken at spaces; a longer word is left whole, for it may be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const most = proseWidth(width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The width of text for people where that of tables is Infinity: a line of a thousand words helps nobody. */
export function proseWidth(width: number): number {
  return width === Number.POSITIVE_INFINITY ? 80 : width;
}

import type { TextEdit } from './lint-report.ts';

/** The text with these edits made; none may overlap another. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let [from, out] = [0, ''];
  for (const { start, end, text: put } of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(from, start) + put;
    from = end;
  }
  return out + text.slice(from);
}

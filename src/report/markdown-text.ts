import { printable } from './words.ts';

/** Text that is nothing but text in GitHub’s and GitLab’s Markdown, also in a cell of a table; it calls nobody by `@`. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]<>#+!|~$&]/g, '\\$&')
    .replace(/(?<!\w)@/g, '@\u200b');
}

/** The same as code, for what is to be copied. GFM, "Code spans": a fence is longer than any run of its sign in it; `|` ends a cell even there. */
export function markdownCode(text: string): string {
  const clean = printable(text).replaceAll('|', '\\|');
  if (clean.trim() === '') return '';
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  if (longest === 0) return `\`${clean}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${clean} ${fence}`;
}

/** A table of cells that are Markdown already; columns that are numbers stand to the right. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: (column: number) => boolean = () => false,
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell || ' ').join(' | ')} |`;
  return [line(heads), line(heads.map((_, at) => (isNumber(at) ? '--:' : '---'))), ...rows.map(line)];
}

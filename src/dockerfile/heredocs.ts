import type { Heredoc } from './dockerfile.ts';
import { cutWords } from './expand/expand.ts';
import type { LogicalLine } from './logical-line.ts';
import { spanOf } from './logical-line.ts';
import type { Word } from './words.ts';

/** A heredoc that a line opens and whose content is yet to come. */
export type OpenedHeredoc = Pick<Heredoc, 'name' | 'opening' | 'quoted' | 'stripTabs' | 'fileDescriptor'>;

/** The heredocs that `[start, end)` of the line opens, in order. Whether its instruction may have any is not asked here. */
export function findHeredocs(line: LogicalLine, start: number, end: number): readonly OpenedHeredoc[] {
  const text = line.text.slice(start, end);
  if (!text.includes('<<')) return [];
  return cutOrNone(text, { quotes: true, escapes: true }).flatMap((word) => {
    const opening = readOpening(word.text);
    return opening === null ? [] : [{ ...opening, opening: spanOf(line, start + word.start, start + word.end) }];
  });
}

/** What the build sees: without the leading tabs, if it says so. */
export function readHeredoc(heredoc: Heredoc): string {
  return heredoc.stripTabs ? heredoc.content.replace(/^\t+/gm, '') : heredoc.content;
}

/** Whether a word opens a heredoc: `<<EOF`, `3<<-"EOF"`. */
export function opensHeredoc(word: string): boolean {
  return readOpening(word) !== null;
}

/** Whether a line without its line end ends the heredoc. */
export function endsHeredoc(heredoc: OpenedHeredoc, line: string): boolean {
  return (heredoc.stripTabs ? line.replace(/^\t+/, '') : line) === heredoc.name;
}

const OPENING = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;

/** Some part of the delimiter is quoted where it has fewer quotes once they are taken away; an escape is no quote. */
function readOpening(word: string): Omit<OpenedHeredoc, 'opening'> | null {
  const match = OPENING.exec(word);
  const [, descriptor = '', dash = '', rest = ''] = match ?? [];
  if (rest === '') return null;
  const [name, second] = cutOrNone(rest, { quotes: false, escapes: false });
  const [raw] = cutOrNone(rest, { quotes: true, escapes: false });
  if (name === undefined || raw === undefined || second !== undefined) return null;
  const quoted = countQuotes(name.text) !== countQuotes(raw.text);
  return { name: name.text, quoted, stripTabs: dash === '-', fileDescriptor: Number(descriptor) };
}

/** A line whose quotes do not close has no heredocs: it is the shell's to complain. */
function cutOrNone(text: string, keep: { quotes: boolean; escapes: boolean }): readonly Word[] {
  try {
    return cutWords(text, keep);
  } catch {
    return [];
  }
}

function countQuotes(text: string): number {
  return text.split(/['"]/).length - 1;
}

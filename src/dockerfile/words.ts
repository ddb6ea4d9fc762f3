import type { Argument, Escape } from './dockerfile.ts';
import type { LogicalLine } from './logical-line.ts';
import { spanOf } from './logical-line.ts';
import { isSpace, skipBlank, skipWord } from './space.ts';

/** A word and its place in the logical line. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Splits at blanks alone; quotes mean nothing. */
export function splitWords(text: string, from: number, to: number): readonly Word[] {
  const words: Word[] = [];
  for (let start = from; start < to; ) {
    const end = skipWord(text, start, to);
    words.push({ text: text.slice(start, end), start, end });
    start = skipBlank(text, end, to);
  }
  return words;
}

/** Splits at white space outside quotes; quotes and escapes stay in the words. */
export function splitQuotedWords(text: string, from: number, to: number, escape: Escape): readonly Word[] {
  const words: Word[] = [];
  for (let at = from; at < to; at++) {
    if (isSpace(text.charAt(at))) continue;
    const word = readQuotedWord(text, at, to, escape);
    if (word.text !== '') words.push(word);
    at = word.end;
  }
  return words;
}

/** The stretch of the line as an argument. */
export function argumentOf(line: LogicalLine, word: Word): Argument {
  return { text: word.text, span: spanOf(line, word.start, word.end) };
}

/** An escape character that nothing follows is dropped. In single quotes nothing is escaped. */
function readQuotedWord(text: string, start: number, to: number, escape: Escape): Word {
  let quote = '';
  let at = start;
  for (; at < to; at++) {
    const character = text.charAt(at);
    if (quote === '' && isSpace(character)) break;
    if (character === escape && quote !== "'") {
      if (at + 1 === to) return { text: text.slice(start, at), start, end: to };
      at++;
      continue;
    }
    if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
  }
  return { text: text.slice(start, Math.min(at, to)), start, end: Math.min(at, to) };
}

import type { Escape, Flag } from './dockerfile.ts';
import type { LogicalLine } from './logical-line.ts';
import { spanOf } from './logical-line.ts';
import { isSpace, skipBlank, skipSpace, skipWord, trimSpaceEnd } from './space.ts';

/** An instruction taken apart: the stretches are offsets in the logical line. */
export interface Command {
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly flags: readonly Flag[];
  /** Where the arguments begin and end, white space around them left out. */
  readonly start: number;
  readonly end: number;
}

/** Splits `[from, to)` of the line into keyword, flags and arguments. */
export function splitCommand(line: LogicalLine, from: number, to: number, escape: Escape): Command {
  const keywordStart = skipSpace(line.text, from, to);
  const stop = trimSpaceEnd(line.text, keywordStart, to);
  const keywordEnd = skipWord(line.text, keywordStart, stop);
  const { flags, rest } = readFlags(line, skipBlank(line.text, keywordEnd, stop), stop, escape);
  const start = skipSpace(line.text, rest, stop);
  return { keywordStart, keywordEnd, flags, start, end: trimSpaceEnd(line.text, start, stop) };
}

function readFlags(line: LogicalLine, from: number, to: number, escape: Escape): { flags: readonly Flag[]; rest: number } {
  const flags: Flag[] = [];
  let at = skipSpace(line.text, from, to);
  while (line.text.startsWith('--', at) && at + 1 < to) {
    const word = readFlagWord(line.text, at, to, escape);
    if (word.text === '--') return { flags, rest: word.end };
    flags.push(flagOf(line, word));
    at = skipSpace(line.text, word.end, to);
  }
  return { flags, rest: at };
}

interface FlagWord {
  /** Without quotes and escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Offset after the first `=` that came to be in the text; null where none did. */
  readonly value: number | null;
}

/** One word; inside both kinds of quotes the escape character escapes, as nowhere else. */
function readFlagWord(text: string, start: number, to: number, escape: Escape): FlagWord {
  const characters: string[] = [];
  let quote = '';
  let value: number | null = null;
  let at = start;
  for (; at < to; at++) {
    let character = text.charAt(at);
    if (quote === '' && isSpace(character)) break;
    if (character === quote || (quote === '' && (character === '"' || character === "'"))) {
      quote = quote === '' ? character : '';
      continue;
    }
    if (character === escape) {
      if (at + 1 === to) continue;
      at++;
      character = text.charAt(at);
    }
    characters.push(character);
    if (character === '=' && value === null) value = at + 1;
  }
  return { text: characters.join(''), start, end: Math.min(at, to), value };
}

function flagOf(line: LogicalLine, word: FlagWord): Flag {
  const equals = word.text.indexOf('=');
  return {
    name: equals < 0 ? word.text.slice(2) : word.text.slice(2, equals),
    value: equals < 0 ? null : word.text.slice(equals + 1),
    span: spanOf(line, word.start, word.end),
    valueSpan: word.value === null ? emptyAt(spanOf(line, word.start, word.end).end) : spanOf(line, word.value, word.end),
  };
}

function emptyAt(offset: number): { start: number; end: number } {
  return { start: offset, end: offset };
}

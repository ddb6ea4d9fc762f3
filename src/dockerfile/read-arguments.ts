import type { Argument, DockerfileErrorCode, Escape, Form, Pair } from './dockerfile.ts';
import { readJsonArray } from './json-array.ts';
import type { LogicalLine } from './logical-line.ts';
import { spanOf } from './logical-line.ts';
import { shorten } from './shorten.ts';
import { skipBlank, skipWord } from './space.ts';
import type { Span } from './span.ts';
import type { Word } from './words.ts';
import { argumentOf, splitQuotedWords, splitWords } from './words.ts';

/** What stands after keyword and flags. */
export interface Arguments {
  readonly form: Form;
  readonly arguments: readonly Argument[];
  readonly pairs: readonly Pair[];
  readonly fault: ArgumentsFault | null;
}

/** Why the parser refuses the arguments; they are then read in the next best way. */
export interface ArgumentsFault {
  readonly code: DockerfileErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
}

/** Reads `[start, end)` of the line as the arguments of an instruction, ONBUILD apart. The keyword is in capitals. */
export function readArguments(keyword: string, line: LogicalLine, start: number, end: number, escape: Escape): Arguments {
  const read = READERS[keyword] ?? readText;
  return read({ line, start, end, escape, keyword });
}

interface Stretch {
  readonly line: LogicalLine;
  readonly start: number;
  readonly end: number;
  readonly escape: Escape;
  readonly keyword: string;
}

const READERS: Readonly<Record<string, (stretch: Stretch) => Arguments>> = {
  ADD: readJsonOrWords,
  ARG: readDeclarations,
  CMD: readJsonOrText,
  COPY: readJsonOrWords,
  ENTRYPOINT: readJsonOrText,
  ENV: readPairs,
  EXPOSE: readWords,
  FROM: readWords,
  HEALTHCHECK: readHealthcheck,
  LABEL: readPairs,
  RUN: readJsonOrText,
  SHELL: readJsonOrText,
  VOLUME: readJsonOrWords,
};

function readText({ line, start, end }: Stretch): Arguments {
  const words = start === end ? [] : [{ text: line.text.slice(start, end), start, end }];
  return plain('shell', line, words);
}

function readWords({ line, start, end }: Stretch): Arguments {
  return plain('words', line, splitWords(line.text, start, end));
}

function readJsonOrText(stretch: Stretch): Arguments {
  return readJson(stretch) ?? readText(stretch);
}

function readJsonOrWords(stretch: Stretch): Arguments {
  return readJson(stretch) ?? readWords(stretch);
}

function readJson(stretch: Stretch): Arguments | null {
  const { line, start, end, keyword } = stretch;
  const words = readJsonArray(line.text, start, end);
  if (words === null) return null;
  if (words !== 'not-strings') return plain('exec', line, words);
  const fault: ArgumentsFault = {
    code: 'json-not-strings',
    message: `the JSON array of ${keyword} holds something that is no string`,
    hint: 'Put every item in double quotes: ["program", "1"].',
    span: spanOf(line, start, end),
  };
  return { ...readText(stretch), fault };
}

/** A type, then a command. */
function readHealthcheck(stretch: Stretch): Arguments {
  const { line, start, end } = stretch;
  const typeEnd = skipWord(line.text, start, end);
  if (typeEnd === start) return plain('shell', line, []);
  const type = argumentOf(line, { text: line.text.slice(start, typeEnd), start, end: typeEnd });
  const command = readJsonOrText({ ...stretch, start: skipBlank(line.text, typeEnd, end) });
  return { ...command, arguments: [type, ...command.arguments] };
}

/** ARG: names, with or without a value. */
function readDeclarations({ line, start, end, escape }: Stretch): Arguments {
  const words = splitQuotedWords(line.text, start, end, escape);
  return { ...plain('pairs', line, words), pairs: words.map((word) => pairOf(line, word)) };
}

/** ENV and LABEL: whether the first word has a `=` decides between `name=value …` and the old `name value`. */
function readPairs(stretch: Stretch): Arguments {
  const { line, start, end, escape, keyword } = stretch;
  const words = splitQuotedWords(line.text, start, end, escape);
  const [first] = words;
  if (first === undefined) return plain('pairs', line, []);
  if (!first.text.includes('=')) return readOldPair(stretch);
  const pairs = words.filter((word) => word.text.includes('=')).map((word) => pairOf(line, word));
  const stray = words.find((word) => !word.text.includes('='));
  const fault: ArgumentsFault | null =
    stray === undefined
      ? null
      : {
          code: 'not-a-pair',
          message: `"${shorten(stray.text)}" in ${keyword} is no name=value`,
          hint: 'A value with spaces needs quotes: name="two words".',
          span: spanOf(line, stray.start, stray.end),
        };
  return { ...plain('pairs', line, words), pairs, fault };
}

function readOldPair({ line, start, end, keyword }: Stretch): Arguments {
  const nameEnd = skipWord(line.text, start, end);
  const valueStart = skipBlank(line.text, nameEnd, end);
  const name = { text: line.text.slice(start, nameEnd), start, end: nameEnd };
  if (valueStart === nameEnd) {
    const fault: ArgumentsFault = {
      code: 'missing-value',
      message: `${keyword} ${shorten(name.text)} has no value`,
      hint: `Write ${keyword} ${shorten(name.text)}=value.`,
      span: spanOf(line, start, end),
    };
    return { ...plain('pairs', line, [name]), fault };
  }
  const value = { text: line.text.slice(valueStart, end), start: valueStart, end };
  const [nameArgument, valueArgument] = [argumentOf(line, name), argumentOf(line, value)];
  const pair: Pair = { name: nameArgument, value: valueArgument, separator: ' ', span: spanOf(line, start, end) };
  return { ...plain('pairs', line, [name, value]), pairs: [pair] };
}

function pairOf(line: LogicalLine, word: Word): Pair {
  const equals = word.text.indexOf('=');
  const span = spanOf(line, word.start, word.end);
  if (equals < 0) return { name: argumentOf(line, word), value: null, separator: null, span };
  const at = word.start + equals;
  return {
    name: { text: word.text.slice(0, equals), span: spanOf(line, word.start, at) },
    value: { text: word.text.slice(equals + 1), span: spanOf(line, at + 1, word.end) },
    separator: '=',
    span,
  };
}

function plain(form: Form, line: LogicalLine, words: readonly Word[]): Arguments {
  return { form, arguments: words.map((word) => argumentOf(line, word)), pairs: [], fault: null };
}

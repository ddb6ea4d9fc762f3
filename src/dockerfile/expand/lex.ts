import { FromageError } from '../../model/error.ts';
import { shorten } from '../shorten.ts';
import { isSpace } from '../space.ts';
import type { Word } from '../words.ts';
import type { Glob } from './glob.ts';
import { findGlob, matchGlobAt, parseGlob, reversePattern } from './glob.ts';
import type { Lexer } from './lexer.ts';
import { malformed, peek, take, tooLarge, unclosed } from './lexer.ts';

/** What a stretch became, as a whole and cut at white space outside quotes. */
export interface Lexed {
  readonly value: string;
  readonly words: readonly Word[];
}

/** Reads up to `stop` (which is taken too), or to the end where it is null. Errors: `malformed`, `too-large`. */
export function lex(lexer: Lexer, stop: string | null, rawEscapes: boolean): Lexed {
  const outside = lexer.rawEscapes;
  lexer.rawEscapes = rawEscapes;
  const result = newResult();
  while (lexer.at < lexer.text.length) {
    if (stop !== null && lexer.text.charAt(lexer.at) === stop) {
      lexer.at++;
      lexer.rawEscapes = outside;
      return endResult(result);
    }
    lexOne(lexer, result);
    if (result.value.length > lexer.limit) throw tooLarge();
  }
  if (stop !== null) throw unclosed(lexer, stop);
  lexer.rawEscapes = outside;
  return endResult(result);
}

/** `${` inside `${`, deeper than anyone writes them. */
const MAX_DEPTH = 200;

const NAME = /\p{Nd}+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*/uy;

interface Result {
  value: string;
  readonly words: Word[];
  word: string;
  start: number;
  end: number;
}

function newResult(): Result {
  return { value: '', words: [], word: '', start: 0, end: 0 };
}

function endResult(result: Result): Lexed {
  endWord(result);
  return { value: result.value, words: result.words };
}

function endWord(result: Result): void {
  if (result.word !== '') result.words.push({ text: result.word, start: result.start, end: result.end });
  result.word = '';
}

function lexOne(lexer: Lexer, result: Result): void {
  const start = lexer.at;
  const character = lexer.text.charAt(start);
  if (character === '$') return addSplit(lexer, result, start, expandVariable(lexer));
  if (character === "'") return addWhole(lexer, result, start, lexSingleQuoted(lexer));
  if (character === '"') return addWhole(lexer, result, start, lexDoubleQuoted(lexer));
  if (character === '<') return addWhole(lexer, result, start, lexHeredocMark(lexer));
  if (character === lexer.escape) return addWhole(lexer, result, start, lexEscaped(lexer));
  addSplit(lexer, result, start, take(lexer));
}

/** White space in the text ends the word. */
function addSplit(lexer: Lexer, result: Result, start: number, text: string): void {
  result.value += text;
  if (!lexer.cuts) return;
  for (const character of text) {
    if (isSpace(character)) endWord(result);
    else addToWord(lexer, result, start, character);
  }
}

function addWhole(lexer: Lexer, result: Result, start: number, text: string): void {
  result.value += text;
  if (lexer.cuts && text !== '') addToWord(lexer, result, start, text);
}

function addToWord(lexer: Lexer, result: Result, start: number, text: string): void {
  if (result.word === '') result.start = start;
  result.word += text;
  result.end = lexer.at;
}

/** An escape character at the end is dropped. */
function lexEscaped(lexer: Lexer): string {
  const escape = take(lexer);
  return (lexer.rawEscapes ? escape : '') + take(lexer);
}

function lexSingleQuoted(lexer: Lexer): string {
  const end = lexer.text.indexOf("'", lexer.at + 1);
  if (end < 0) throw unclosed(lexer, 'the closing single quote');
  const text = lexer.text.slice(lexer.at + 1, end);
  lexer.at = end + 1;
  return lexer.rawQuotes ? `'${text}'` : text;
}

function lexDoubleQuoted(lexer: Lexer): string {
  lexer.at++;
  let text = '';
  while (lexer.at < lexer.text.length) {
    const character = peek(lexer);
    if (character === '"') {
      lexer.at++;
      return lexer.rawQuotes ? `"${text}"` : text;
    }
    if (character === '$') text += expandVariable(lexer);
    else if (character === lexer.escape) text += lexEscapedInQuotes(lexer);
    else text += take(lexer);
    if (text.length > lexer.limit) throw tooLarge();
  }
  throw unclosed(lexer, 'the closing double quote');
}

/** Only a quote, a dollar and the escape character itself can be escaped; before others it stays (twice, where escapes are kept). */
function lexEscapedInQuotes(lexer: Lexer): string {
  const escape = take(lexer);
  const kept = lexer.rawEscapes ? escape : '';
  const next = peek(lexer);
  if (next === '') return kept;
  return next === '"' || next === '$' || next === lexer.escape ? kept + take(lexer) : kept + escape;
}

/** `<<` keeps the white space after it, so that `<< EOF` is one word. */
function lexHeredocMark(lexer: Lexer): string {
  const start = lexer.at;
  lexer.at++;
  if (peek(lexer) !== '<') return '<';
  lexer.at++;
  while (/^[\t\r ]/.test(peek(lexer))) lexer.at++;
  return lexer.text.slice(start, lexer.at);
}

/** Reads what begins with `$` and gives its value. A dollar before something that is no name is a dollar. */
function expandVariable(lexer: Lexer): string {
  lexer.at++;
  if (peek(lexer) !== '{') return expandPlain(lexer);
  lexer.at++;
  if (lexer.depth >= MAX_DEPTH) throw tooLarge();
  lexer.depth++;
  const value = expandBraced(lexer);
  lexer.depth--;
  return value;
}

function expandPlain(lexer: Lexer): string {
  const name = takeName(lexer);
  return name === '' ? '$' : valueOf(lexer, name, `$${name}`);
}

function expandBraced(lexer: Lexer): string {
  const next = peek(lexer);
  if (next === '') throw unclosed(lexer, 'the closing "}"');
  if (next === '{' || next === '}' || next === ':') throw malformed(lexer, 'a name is missing after "${"');
  const name = takeName(lexer);
  const operator = take(lexer);
  if (operator === '}') return valueOf(lexer, name, `\${${name}}`);
  if (operator === '/') return expandReplacement(lexer, name);
  if (operator === ':') return expandModified(lexer, name, take(lexer), true);
  if ('+-?#%'.includes(operator) && operator !== '') return expandModified(lexer, name, operator, false);
  throw operator === '' ? unclosed(lexer, 'the closing "}"') : malformed(lexer, `"${operator}" means nothing after a name`);
}

/** `${x:-word}` and its kin. With the colon an empty value counts as none. */
function expandModified(lexer: Lexer, name: string, operator: string, colon: boolean): string {
  const isPattern = operator === '#' || operator === '%';
  if (!'+-?#%'.includes(operator) || operator === '' || (colon && isPattern)) {
    throw malformed(lexer, `"${colon ? ':' : ''}${operator}" means nothing after a name`);
  }
  const word = lex(lexer, '}', isPattern).value;
  const value = lexer.lookUp(name);
  if (value === undefined && lexer.keepUnset) return `\${${name}${colon ? ':' : ''}${operator}${word}}`;
  if (isPattern) return expandTrimmed(lexer, name, word, operator);
  (value === undefined ? lexer.defaulted : lexer.used).add(name);
  const missing = value === undefined || (colon && value === '');
  if (operator === '-') return missing ? word : value;
  if (operator === '+') return missing ? '' : word;
  if (!missing) return value;
  const what = value === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty';
  throw new FromageError('malformed', `${shorten(name)}: ${word === '' ? what : word.slice(0, 500)}`, {
    hint: `Give it a value: --build-arg ${name}=…`,
  });
}

/** `#` and `%` cut the shortest match off the start or the end, `##` and `%%` the longest. */
function expandTrimmed(lexer: Lexer, name: string, word: string, operator: string): string {
  const longest = word.startsWith(operator);
  const pattern = longest ? word.slice(1) : word;
  const characters = charactersOf(lexer, name);
  if (operator === '#') return characters.slice(matchEnd(lexer, readGlob(lexer, pattern), characters, longest)).join('');
  const reversed = characters.reverse();
  return reversed
    .slice(matchEnd(lexer, readGlob(lexer, reversePattern(pattern)), reversed, longest))
    .reverse()
    .join('');
}

/** To take a value apart is work too. */
function charactersOf(lexer: Lexer, name: string): string[] {
  const value = valueOf(lexer, name, '');
  lexer.budget.left -= value.length;
  if (lexer.budget.left <= 0) throw tooLarge();
  return [...value];
}

function matchEnd(lexer: Lexer, glob: Glob, characters: readonly string[], longest: boolean): number {
  const end = matchGlobAt(glob, characters, 0, longest, lexer.budget);
  if (lexer.budget.left <= 0) throw tooLarge();
  return end ?? 0;
}

/** `${x/pattern/text}` replaces the first match, `${x//pattern/text}` all; each as long as it can be. */
function expandReplacement(lexer: Lexer, name: string): string {
  const all = peek(lexer) === '/';
  if (all) lexer.at++;
  const pattern = lex(lexer, '/', true).value;
  const replacement = lex(lexer, '}', true).value;
  if (lexer.keepUnset && lexer.lookUp(name) === undefined) return `\${${name}/${pattern}/${replacement}}`;
  const glob = readGlob(lexer, pattern);
  const replaced = replace(charactersOf(lexer, name), glob, replacement, all, lexer);
  if (lexer.budget.left <= 0) throw tooLarge();
  return replaced;
}

/** An empty match right after another match is none. */
function replace(text: readonly string[], glob: Glob, replacement: string, all: boolean, lexer: Lexer): string {
  const parts: string[] = [];
  let size = 0;
  let copied = 0;
  let from = 0;
  let previousEnd = -1;
  while (from <= text.length) {
    const match = findGlob(glob, text, from, lexer.budget);
    if (match === null) break;
    if (match.end > match.start || match.start !== previousEnd) {
      parts.push(text.slice(copied, match.start).join(''), replacement);
      size += match.start - copied + replacement.length;
      if (size > lexer.limit) throw tooLarge();
      copied = match.end;
      previousEnd = match.end;
      if (!all) break;
    }
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return parts.join('') + text.slice(copied).join('');
}

function readGlob(lexer: Lexer, pattern: string): Glob {
  const glob = parseGlob(pattern);
  if (glob === null) throw malformed(lexer, `in the pattern "${shorten(pattern)}" only "*", "?" and "\\" can be escaped`);
  return glob;
}

/** `written` is what stays where variables without value are kept. */
function valueOf(lexer: Lexer, name: string, written: string): string {
  const value = lexer.lookUp(name);
  (value === undefined ? lexer.unset : lexer.used).add(name);
  if (value === undefined) return lexer.keepUnset ? written : '';
  return value;
}

/** Letters, digits and `_`; or digits alone; or one of the shell's special parameters. */
function takeName(lexer: Lexer): string {
  NAME.lastIndex = lexer.at;
  const name = NAME.exec(lexer.text)?.[0] ?? '';
  lexer.at += name.length;
  return name;
}

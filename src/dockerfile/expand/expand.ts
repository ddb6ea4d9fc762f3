import type { Escape } from '../dockerfile.ts';
import type { Word } from '../words.ts';
import { lex } from './lex.ts';
import type { WorkBudget } from './glob.ts';
import type { Lexer } from './lexer.ts';

/** Names and their values. */
export type Variables = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

export interface ExpandOptions {
  readonly variables: Variables;
  /** `\` unless said otherwise. */
  readonly escape?: Escape;
  /** Whether names differ in case alone are the same, as for a Windows build. */
  readonly ignoreCase?: boolean;
}

/** What a text became, and which variables had a part in it. */
export interface Expansion {
  readonly value: string;
  /** Names that had a value. */
  readonly used: readonly string[];
  /** Names without value that left nothing behind, in the order of the text. */
  readonly unset: readonly string[];
  /** Names without value, where the text says what to do then: `${name:-word}`. */
  readonly defaulted: readonly string[];
}

/** The same, cut into words. */
export interface WordsExpansion extends Expansion {
  readonly words: readonly string[];
}

/**
 * Replaces variables and takes quotes and escapes away, as the frontend does with the arguments of most instructions.
 * Errors: `malformed` with the reason, also of `${name:?reason}`; `too-large` for what grows out of all proportion.
 *
 * @example expandWord('${TAG:-latest}', { variables: {} }).value // 'latest'
 */
export function expandWord(text: string, options: ExpandOptions): Expansion {
  return expandWithin(text, options, { left: MAX_WORK });
}

/**
 * The same, within what work is left: a file of many texts is to take no longer than one of few. Errors: as `expandWord`.
 *
 * @internal
 */
export function expandWithin(text: string, options: ExpandOptions, work: WorkBudget): Expansion {
  const lexer = newLexer(text, options, { cuts: false, work });
  const { value } = lex(lexer, null, false);
  return { value, used: [...lexer.used], unset: [...lexer.unset], defaulted: [...lexer.defaulted] };
}

/** The same, then cut at white space outside quotes; what a variable held is cut too. Errors: as `expandWord`. */
export function expandWords(text: string, options: ExpandOptions): WordsExpansion {
  const lexer = newLexer(text, options, { cuts: true, work: { left: MAX_WORK } });
  const { value, words } = lex(lexer, null, false);
  const texts = words.map((word) => word.text);
  return { value, words: texts, used: [...lexer.used], unset: [...lexer.unset], defaulted: [...lexer.defaulted] };
}

/**
 * Cuts at white space outside quotes and expands nothing. What is kept as written: variables always, quotes and escapes
 * as asked. Escapes are backslashes. Errors: `malformed`.
 *
 * @internal
 */
export function cutWords(text: string, keep: { quotes: boolean; escapes: boolean }): readonly Word[] {
  const lexer = newLexer(
    text,
    { variables: {} },
    { cuts: true, work: { left: MAX_WORK }, rawQuotes: keep.quotes, rawEscapes: keep.escapes, keepUnset: true },
  );
  return lex(lexer, null, keep.escapes).words;
}

/** Comparisons that the patterns of one text, or of all ARGs and FROMs of a file, may take; a tenth of a second. */
export const MAX_WORK = 20_000_000;
/** Characters that variables may add to a text. */
const MAX_GROWTH = 256 * 1024;

type Reading = { readonly work: WorkBudget } & Pick<Lexer, 'cuts'> & Partial<Pick<Lexer, 'rawQuotes' | 'rawEscapes' | 'keepUnset'>>;

function newLexer(text: string, options: ExpandOptions, reading: Reading): Lexer {
  return {
    text,
    at: 0,
    escape: options.escape ?? '\\',
    rawQuotes: reading.rawQuotes ?? false,
    rawEscapes: reading.rawEscapes ?? false,
    keepUnset: reading.keepUnset ?? false,
    cuts: reading.cuts,
    lookUp: lookUpIn(options.variables, options.ignoreCase ?? false),
    used: new Set(),
    unset: new Set(),
    defaulted: new Set(),
    depth: 0,
    budget: reading.work,
    limit: text.length + MAX_GROWTH,
  };
}

function lookUpIn(variables: Variables, ignoreCase: boolean): (name: string) => string | undefined {
  if (!ignoreCase)
    return variables instanceof Map ? (name) => variables.get(name) : lookUpOwn(variables as Readonly<Record<string, string>>);
  const entries = variables instanceof Map ? [...variables] : Object.entries(variables);
  const folded = new Map(entries.map(([name, value]) => [name.toUpperCase(), value]));
  return (name) => folded.get(name.toUpperCase());
}

function lookUpOwn(record: Readonly<Record<string, string>>): (name: string) => string | undefined {
  return (name) => (Object.hasOwn(record, name) ? record[name] : undefined);
}

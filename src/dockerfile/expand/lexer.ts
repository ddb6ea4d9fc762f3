import { FromageError } from '../../model/error.ts';
import type { Escape } from '../dockerfile.ts';
import type { WorkBudget } from './glob.ts';

/** The state of one expansion. */
export interface Lexer {
  readonly text: string;
  /** Offset of the next character. */
  at: number;
  readonly escape: Escape;
  readonly rawQuotes: boolean;
  /** Whether escape characters stay; changes inside patterns. */
  rawEscapes: boolean;
  /** Whether a variable without value is left as it is written. */
  readonly keepUnset: boolean;
  /** Whether words are wanted: cutting what variables hold costs a step for each of its characters. */
  readonly cuts: boolean;
  readonly lookUp: (name: string) => string | undefined;
  readonly used: Set<string>;
  readonly unset: Set<string>;
  readonly defaulted: Set<string>;
  /** How many `${` are open. */
  depth: number;
  readonly budget: WorkBudget;
  /** Characters that a result may have. */
  readonly limit: number;
}

/** The next character, which is taken; a pair of surrogates is one. Empty at the end. */
export function take(lexer: Lexer): string {
  const code = lexer.text.codePointAt(lexer.at);
  if (code === undefined) return '';
  const character = String.fromCodePoint(code);
  lexer.at += character.length;
  return character;
}

/** The next character, which is left; empty at the end. */
export function peek(lexer: Lexer): string {
  const code = lexer.text.codePointAt(lexer.at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

/** The error for a text that ends inside of something. */
export function unclosed(lexer: Lexer, missing: string): FromageError {
  return malformed(lexer, `${missing} is missing`);
}

/** The error for a text that breaks the rules. */
export function malformed(lexer: Lexer, what: string): FromageError {
  const text = lexer.text.length <= 100 ? lexer.text : `${lexer.text.slice(0, 99)}…`;
  return new FromageError('malformed', `can't expand "${text}": ${what}`, {
    hint: `Put "${lexer.escape}" before a "$" or a quote that is meant as it stands.`,
  });
}

/** The error for a result, or for work, out of all proportion. */
export function tooLarge(): FromageError {
  return new FromageError('too-large', 'the variables expand to more than this program is ready to hold', {
    hint: 'Do variables hold each other many times over?',
  });
}

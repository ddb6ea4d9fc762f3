import type { Span } from '../../dockerfile/span.ts';

/** A word of a command. */
export interface ShellWord {
  /** Without its quotes; variables stay as they are written: `curl=$VERSION`. */
  readonly value: string;
  /** As it is written. */
  readonly text: string;
  /** Whether the shell puts nothing in its place. */
  readonly isLiteral: boolean;
  /** In the file. */
  readonly span: Span;
}

/** A simple command: `A=b name arguments`. */
export interface ShellCommand {
  /** Its first word as it is written, without quotes; '' where it only assigns. */
  readonly name: string;
  /** The word that the name is from; null where it only assigns. */
  readonly nameWord: ShellWord | null;
  readonly args: readonly ShellWord[];
  /** Names of the variables that are set for it. */
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  /** From its first word to its last. */
  readonly span: Span;
  /** Which pipeline it is part of, counted from 0 in the script; null where it is in none. */
  readonly pipeline: number | null;
}

/** What a shell is handed. */
export interface ShellScript {
  /** In the order of the text, those in subshells and substitutions too. */
  readonly commands: readonly ShellCommand[];
  /** Whether some commands are joined by `|`. */
  readonly hasPipe: boolean;
  /** Whether the text could be read as a whole. */
  readonly isWhole: boolean;
  /** The offset in the file at which `&& more` can follow; null where a comment, `&` or `;` ends the text, or something else is in the way. */
  readonly end: number | null;
}

/** Flags of a command without their dashes: `-yq` gives y and q, `--yes=1` gives yes. After `--` come none. */
export function flagsOf({ args }: ShellCommand): readonly string[] {
  const end = args.findIndex(({ value }) => value === '--');
  return (end < 0 ? args : args.slice(0, end)).flatMap(({ value }) => flagsIn(value));
}

function flagsIn(word: string): readonly string[] {
  if (word.startsWith('--')) return [word.slice(2).split('=')[0] ?? ''].filter((flag) => flag !== '');
  return word.startsWith('-') ? [...word.slice(1)] : [];
}

/** Whether any of these flags is given: a letter for short ones, a word for long ones. */
export function hasFlag(command: ShellCommand, ...flags: readonly string[]): boolean {
  const given = flagsOf(command);
  return flags.some((flag) => given.includes(flag));
}

/** The arguments that are no flags. */
export function plainArgs({ args }: ShellCommand): readonly ShellWord[] {
  return args.filter(({ value }) => !value.startsWith('-'));
}

/** Whether it is this program, by its name alone, with that first argument that is no flag. */
export function isCall({ name, args }: ShellCommand, program: string | readonly string[], verb?: string | readonly string[]): boolean {
  const programs = typeof program === 'string' ? [program] : program;
  if (!programs.includes(name)) return false;
  if (verb === undefined) return true;
  const verbs = typeof verb === 'string' ? [verb] : verb;
  return args.some(({ value }) => verbs.includes(value));
}
